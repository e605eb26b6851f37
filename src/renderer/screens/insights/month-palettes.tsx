/** @file The colours of every month, side by side; a click shows that month. Runs in the window. */
import { Tooltip, UnstyledButton } from '@mantine/core';
import type { MonthPalette } from '../../../shared/insights.ts';
import { formatHexColour, formatPercent } from '../../format/format.ts';
import { valueTitle } from '../library/explorer/facet-words.ts';
import { Card } from './card.tsx';
import classes from './month-palettes.module.css';
import { showPhotosWith } from './show-photos.ts';

export function MonthPalettes({ palettes }: { palettes: readonly MonthPalette[] }): React.JSX.Element {
  const years = [...new Set(palettes.map(({ month }) => month.slice(0, 4)))];
  return (
    <Card
      title="The palette of each month"
      note="The five colours that cover most of a month’s photos, by share."
      isWide
    >
      <div className={classes.years} data-testid="month-palettes">
        {years.map((year) => {
          const months = palettes.filter(({ month }) => month.startsWith(year));
          return (
            <div key={year} className={classes.year} style={{ flexGrow: months.length }}>
              <div className={classes.months}>
                {months.map(({ month, colours }) => (
                  <Tooltip
                    key={month}
                    openDelay={80}
                    label={`${valueTitle('month', month)}: ${colours
                      .map(({ name, share }) => `${name} ${formatPercent(share, 0)}`)
                      .join(', ')}`}
                    multiline
                    maw={260}
                  >
                    <UnstyledButton
                      className={classes.month}
                      style={{ gridTemplateRows: colours.map(({ share }) => `${share * 100}fr`).join(' ') }}
                      aria-label={`Photos of ${valueTitle('month', month)}`}
                      onClick={() => showPhotosWith('month', [month])}
                    >
                      {colours.map(({ rgb, name }) => (
                        <span
                          key={name}
                          style={{ backgroundColor: formatHexColour(rgb) }}
                          aria-hidden="true"
                        />
                      ))}
                    </UnstyledButton>
                  </Tooltip>
                ))}
              </div>
              <span className={classes.label}>{year}</span>
            </div>
          );
        })}
      </div>
    </Card>
  );
}
