/** @file Colours of the whole library: by major hue, and by name over all palette colours. Runs in the window. */
import { Tooltip, UnstyledButton } from '@mantine/core';
import { CSS_COLOURS } from '../../../core/colour/css-colours.ts';
import { hexFromRgb, unpackRgb } from '../../../core/colour/spaces.ts';
import type { Insights } from '../../../shared/insights.ts';
import { formatCount, formatCounted, formatPercent } from '../../format/format.ts';
import { valueTitle } from '../library/explorer/facet-words.ts';
import { BarList } from './bar-list.tsx';
import { Card } from './card.tsx';
import classes from './colour-cards.module.css';
import { showPhotosWith } from './show-photos.ts';

export const MAJOR_HUE_COLOURS: Record<string, string> = {
  red: '#d4453d',
  yellow: '#e3c23c',
  green: '#4f9f57',
  cyan: '#45b5c0',
  blue: '#4673c9',
  magenta: '#b5519f',
  white: '#f2f2f2',
  grey: '#8d8d8d',
  black: '#1b1b1b',
};
const NAMED_SHOWN = 48;
const hexOfName = new Map(CSS_COLOURS.map(([name, packed]) => [name, hexFromRgb(unpackRgb(packed))]));

export function ColourCards({ insights }: { insights: Insights }): React.JSX.Element {
  const { majorHues, colourAreas, photos } = insights;
  const named = colourAreas.slice(0, NAMED_SHOWN);
  return (
    <>
      <Card title="Major hues" note="Photos by the hue of their dominant colour.">
        <BarList
          label="Major hues"
          bars={majorHues.map(({ value, count }) => ({
            key: value,
            title: valueTitle('majorHue', value),
            size: count,
            text: formatPercent(count / Math.max(1, photos), 0),
            colour: MAJOR_HUE_COLOURS[value] ?? 'var(--accent)',
            onClick: () => showPhotosWith('majorHue', [value]),
          }))}
        />
      </Card>
      <Card
        title="Named colours"
        note={`The area of each, over all palette colours; ${formatCounted(colourAreas.length, 'name')} occur.`}
      >
        <div className={classes.field} data-testid="named-colours">
          {named.map(({ name, area, photos: holding }) => (
            <Tooltip
              key={name}
              label={`${name}: ${formatPercent(area / Math.max(1, photos))} of the area, in ${formatCount(holding)} photos`}
              openDelay={60}
            >
              <UnstyledButton
                className={classes.colour}
                style={{
                  flexGrow: area,
                  flexBasis: `${22 + 90 * Math.sqrt(area / named[0]!.area)}px`,
                  backgroundColor: hexOfName.get(name),
                }}
                aria-label={`${name}, ${formatPercent(area / Math.max(1, photos))} of the area`}
                onClick={() => showPhotosWith('colourName', [name])}
              />
            </Tooltip>
          ))}
        </div>
      </Card>
    </>
  );
}
