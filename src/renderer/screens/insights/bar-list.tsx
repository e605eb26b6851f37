/** @file Bars with words, each of which leads to its photos. Runs in the window. */
import { UnstyledButton } from '@mantine/core';
import classes from './bar-list.module.css';
import type { ChartItem } from './chart-item.ts';

export function BarList({
  bars,
  label,
  hasLongTitles = false,
}: {
  bars: readonly ChartItem[];
  label: string;
  hasLongTitles?: boolean;
}): React.JSX.Element {
  const largest = Math.max(1e-9, ...bars.map(({ size }) => size));
  return (
    <ul className={classes.list} aria-label={label} data-long={hasLongTitles ? true : undefined}>
      {bars.map(({ key, title, size, text, colour, onClick }) => (
        <li key={key}>
          <UnstyledButton
            className={classes.row}
            onClick={onClick}
            disabled={onClick === undefined}
            title={onClick === undefined ? undefined : `Show these photos: ${title}`}
            data-testid={`bar-${key}`}
          >
            <span className={classes.title}>{title}</span>
            <span className={classes.track}>
              <span
                className={classes.bar}
                style={{
                  width: `${(size / largest) * 100}%`,
                  ...(colour === undefined ? {} : { background: colour }),
                }}
              />
            </span>
            <span className={classes.text}>{text}</span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}
