/** @file Colours: hue ring, families, lightness and colourfulness, and up to three colours to search for. Runs in the window. */
import { Tooltip, UnstyledButton } from '@mantine/core';
import { COLOUR_FAMILIES, type ColourFamily } from '../../../../core/colour/css-colours.ts';
import { formatCount, formatPercent } from '../../../format/format.ts';
import { usePhotos } from '../../../stores/photos.ts';
import { valueState, withFacet, withoutFilter } from '../../../stores/query-edits.ts';
import { askWith, toggleValue } from './ask.ts';
import classes from './colour-facet.module.css';
import { ColourSearch } from './colour-search.tsx';
import { FacetSection } from './facet-section.tsx';
import { valueTitle } from './facet-words.ts';
import { HistogramBrush } from './histogram-brush.tsx';
import { HueRing } from './hue-ring.tsx';
import { oklchHex } from './hue-geometry.ts';

/** A typical member of each family, to be recognised by. */
const FAMILY_COLOURS: Record<ColourFamily, string> = {
  red: '#d93a34',
  pink: '#f29ab2',
  magenta: '#d442c0',
  purple: '#7d49c4',
  blue: '#3b6fd4',
  cyan: '#58d3e6',
  teal: '#278c8c',
  green: '#3f9a48',
  lime: '#a4d84a',
  yellow: '#f5e04e',
  gold: '#d3a52c',
  orange: '#ee8434',
  brown: '#8a5a38',
  white: '#fafafa',
  grey: '#8f8f8f',
  black: '#181818',
};

export function ColourFacet(): React.JSX.Element {
  const ranges = usePhotos((state) => state.query.ranges);
  const family = usePhotos((state) => state.query.facets?.colourFamily);
  const isActive =
    family !== undefined ||
    [ranges?.hueDegrees, ranges?.lightness, ranges?.chroma].some((range) => range !== undefined);
  return (
    <FacetSection
      name="colour"
      title="Colour"
      onClear={
        isActive
          ? () =>
              askWith((query) =>
                (['hueDegrees', 'lightness', 'chroma'] as const).reduce(
                  (rest, range) => withoutFilter(rest, { kind: 'range', range }),
                  withFacet(query, 'colourFamily', []),
                ),
              )
          : undefined
      }
    >
      <HueRing />
      <Families />
      <ColourSearch />
      <p className={classes.label}>Lightness</p>
      <HistogramBrush
        range="lightness"
        limits={{ from: 0, to: 1 }}
        label="Lightness"
        colourOf={(lightness) => oklchHex(lightness, 0, 0)}
        describe={({ from, to }) => `${formatPercent(from, 0)} to ${formatPercent(Math.min(1, to), 0)}`}
      />
      <p className={classes.label}>Colourfulness</p>
      <HistogramBrush
        range="chroma"
        limits={{ from: 0, to: 1 }}
        label="Colourfulness"
        colourOf={(chroma) => oklchHex(0.68, Math.min(0.2, chroma), 200)}
        describe={({ from, to }) => `${from.toFixed(2)} to ${to.toFixed(2)}`}
      />
    </FacetSection>
  );
}

function Families(): React.JSX.Element {
  const counts = usePhotos((state) => state.counts?.facets.colourFamily);
  const query = usePhotos((state) => state.query);
  const byFamily = new Map(counts?.map(({ value, count }) => [value, count]));
  return (
    <ul className={classes.families} aria-label="Dominant colour">
      {COLOUR_FAMILIES.map((family) => {
        const count = byFamily.get(family) ?? 0;
        const state = valueState(query, 'colourFamily', family);
        return (
          <li key={family}>
            <Tooltip label={`${valueTitle('colourFamily', family)}: ${formatCount(count)}`} openDelay={250}>
              <UnstyledButton
                className={classes.family}
                style={{ backgroundColor: FAMILY_COLOURS[family] }}
                data-state={state}
                data-empty={count === 0 ? true : undefined}
                aria-pressed={state === 'included'}
                aria-label={`${valueTitle('colourFamily', family)}, ${formatCount(count)} photos`}
                data-testid={`value-colourFamily-${family}`}
                onClick={(event) => toggleValue('colourFamily', family, event)}
              />
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
}
