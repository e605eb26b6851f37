/** @file A photo's main colours by share, with their names. Runs in the window. */
import { Tooltip } from '@mantine/core';
import type { ColourShare } from '../../shared/library.ts';
import { formatHexColour, formatPercent } from '../format/format.ts';
import classes from './palette-bar.module.css';

export function PaletteBar({ palette }: { palette: readonly ColourShare[] }): React.JSX.Element {
  return (
    <div className={classes.palette} data-testid="palette">
      <div className={classes.bar} aria-hidden="true">
        {palette.map((colour) => {
          const hex = formatHexColour(colour.rgb);
          return (
            <Tooltip
              key={hex}
              label={`${colour.name} ${hex}, ${formatPercent(colour.share, 0)}`}
              openDelay={100}
            >
              <span style={{ backgroundColor: hex, flexGrow: Math.max(colour.share, 0.04) }} />
            </Tooltip>
          );
        })}
      </div>
      <ul className={classes.chips} aria-label="Main colours">
        {palette.map((colour) => (
          <li key={formatHexColour(colour.rgb)}>
            <span className={classes.dot} style={{ backgroundColor: formatHexColour(colour.rgb) }} />
            {colour.name}
            <span className={classes.share}>{formatPercent(colour.share, 0)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
