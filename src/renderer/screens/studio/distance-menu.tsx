/** @file From how far the printed sheet is seen: the picture is blurred as the eye would blur it. Runs in the window. */
import { ActionIcon, Button, NumberInput, Popover, Slider, Stack, Text } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { usualViewingDistanceMm } from '../../../core/quality/viewing.ts';
import { SHEET_WIDTH_RANGE_MM, useTools } from '../../stores/mosaic-tools.ts';

/** Steps of the slider are equal ratios of distance. */
const NEAREST_M = 0.3;
const FARTHEST_M = 30;
const RATIO = FARTHEST_M / NEAREST_M;

export function DistanceMenu({ aspect }: { aspect: number }): React.JSX.Element {
  const { viewingDistanceMm, setViewingDistance, sheetWidthMm, setSheetWidth } = useTools();
  const isOn = viewingDistanceMm !== null;
  const usualMm = usualViewingDistanceMm(sheetWidthMm, sheetWidthMm / aspect);
  const distanceM = (viewingDistanceMm ?? usualMm) / 1000;
  return (
    <Popover position="bottom-end" width={290} shadow="md" trapFocus>
      <Popover.Target>
        <ActionIcon
          size={34}
          aria-label="See it from a distance"
          aria-pressed={isOn}
          color={isOn ? 'glass' : 'gray'}
          variant={isOn ? 'light' : 'subtle'}
          data-testid="distance-menu"
        >
          <IconEye size={19} stroke={1.6} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Text size="sm" fw={600}>
            Seen from {distanceM < 1.995 ? `${Math.round(distanceM * 100)} cm` : `${distanceM.toFixed(1)} m`}
          </Text>
          <Slider
            thumbLabel="Viewing distance"
            label={null}
            min={0}
            max={1}
            step={0.005}
            value={Math.log(distanceM / NEAREST_M) / Math.log(RATIO)}
            onChange={(share) => setViewingDistance(NEAREST_M * RATIO ** share * 1000)}
            data-testid="distance-slider"
          />
          <SheetWidthInput widthMm={sheetWidthMm} onChange={setSheetWidth} />
          <Text size="xs" c="dimmed">
            The picture is blurred as your eye would blur a sheet of {(sheetWidthMm / 10).toFixed(0)} ×{' '}
            {(sheetWidthMm / aspect / 10).toFixed(0)} cm. It is usually looked at from{' '}
            {(usualMm / 1000).toFixed(1)} m.
          </Text>
          <Button
            size="xs"
            variant="default"
            onClick={() => setViewingDistance(isOn ? null : usualMm)}
            data-testid="distance-toggle"
          >
            {isOn ? 'Sharp again' : 'Show the usual distance'}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

export function SheetWidthInput(props: {
  widthMm: number;
  onChange: (widthMm: number) => void;
}): React.JSX.Element {
  return (
    <NumberInput
      size="xs"
      label="Width of the printed sheet"
      suffix=" cm"
      decimalScale={1}
      min={SHEET_WIDTH_RANGE_MM.min / 10}
      max={SHEET_WIDTH_RANGE_MM.max / 10}
      step={5}
      allowNegative={false}
      value={props.widthMm / 10}
      onChange={(value) => {
        if (typeof value === 'number' && value * 10 >= SHEET_WIDTH_RANGE_MM.min) props.onChange(value * 10);
      }}
      data-testid="sheet-width"
    />
  );
}
