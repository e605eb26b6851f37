/** @file A photo's main colours by share, with their names; each finds photos alike. Runs in the window. */
import { Tooltip, UnstyledButton } from '@mantine/core';
import type { ColourShare } from '../../shared/library.ts';
import { formatHexColour, formatPercent } from '../format/format.ts';
import classes from './palette-bar.module.css';

export function PaletteBar({
  palette,
  onPick,
}: {
  palette: readonly ColourShare[];
  /** Finds photos with a colour like it. */
  onPick: (rgb: ColourShare['rgb']) => void;
}): React.JSX.Element {
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
            <UnstyledButton
              className={classes.chip}
              title={`Find photos with ${colour.name}`}
              onClick={() => onPick(colour.rgb)}
              data-testid="palette-chip"
            >
              <span className={classes.dot} style={{ backgroundColor: formatHexColour(colour.rgb) }} />
              {colour.name}
              <span className={classes.share}>{formatPercent(colour.share, 0)}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </div>
  );
}
