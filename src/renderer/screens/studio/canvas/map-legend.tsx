/** @file What the colours of the map mean, in real values, and how much of it is seen. Runs in the window. */
import { ActionIcon, Slider } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { formatCount } from '../../../format/format.ts';
import { useTools, type MapName } from '../../../stores/mosaic-tools.ts';
import { legendGradient, legendTicks, type MapScale } from '../map-colours.ts';
import { useMapValues } from '../map-values.ts';
import classes from './map-legend.module.css';

const titles: Record<MapName, string> = {
  weights: 'Importance',
  errors: 'Error of each cell',
  costs: 'Cost of each cell: importance × error',
  expected: 'Error to expect',
};

export function MapLegend(): React.JSX.Element | null {
  const map = useMapValues();
  const { mapOpacity, setMapOpacity, showMap } = useTools();
  if (map === null) return null;
  const { scale } = map;
  return (
    <div
      className={classes.legend}
      data-testid="map-legend"
      data-map={map.name}
      onPointerDown={(event) => event.stopPropagation()}
      onWheel={(event) => event.stopPropagation()}
    >
      <header>
        <strong>{titles[map.name]}</strong>
        <ActionIcon size={22} aria-label="Take the map away" onClick={() => showMap(null)}>
          <IconX size={15} stroke={1.8} />
        </ActionIcon>
      </header>
      {scale.max <= scale.min ? (
        <p className={classes.flat}>Every cell counts the same.</p>
      ) : (
        <>
          <div className={classes.ramp} style={{ background: legendGradient() }} aria-hidden="true" />
          <div className={classes.ticks} data-testid="map-ticks">
            {legendTicks(scale).map(({ value, share }) => (
              <span
                key={share}
                style={{ left: `${share * 100}%` }}
                data-end={share === 1 ? 'right' : share === 0 ? 'left' : undefined}
              >
                {tickText(value, scale)}
              </span>
            ))}
          </div>
        </>
      )}
      <label className={classes.opacity}>
        <span>Opacity</span>
        <Slider
          size="xs"
          thumbLabel="Opacity of the map"
          label={(value) => `${value} %`}
          min={10}
          max={100}
          value={Math.round(mapOpacity * 100)}
          onChange={(value) => setMapOpacity(value / 100)}
        />
      </label>
    </div>
  );
}

function tickText(value: number, { kind }: MapScale): string {
  if (kind === 'even') return value === 0 ? '0' : value.toPrecision(2);
  const text = value < 9.95 ? String(Number(value.toFixed(1))) : formatCount(value);
  return `× ${text}`;
}
