/** @file A row of columns, each of which leads to its photos. Runs in the window. */
import { Tooltip, UnstyledButton } from '@mantine/core';
import type { ChartItem } from './chart-item.ts';
import classes from './column-chart.module.css';

export function ColumnChart({
  columns,
  label,
}: {
  columns: readonly ChartItem[];
  label: string;
}): React.JSX.Element {
  const largest = Math.max(1e-9, ...columns.map(({ size }) => size));
  return (
    <ul className={classes.chart} aria-label={label}>
      {columns.map(({ key, title, size, text, colour, onClick }) => (
        <li key={key}>
          <Tooltip label={text} openDelay={60}>
            <UnstyledButton className={classes.column} aria-label={text} onClick={onClick}>
              <span
                style={{
                  height: size === 0 ? 0 : `max(2px, ${(size / largest) * 100}%)`,
                  ...(colour === undefined ? {} : { background: colour }),
                }}
              />
            </UnstyledButton>
          </Tooltip>
          <span className={classes.title} aria-hidden="true">
            {title}
          </span>
        </li>
      ))}
    </ul>
  );
}
