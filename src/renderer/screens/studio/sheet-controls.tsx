/** @file The shape of the sheet. Runs in the window. */
import { SegmentedControl, Select, Stack } from '@mantine/core';
import { useMosaic } from '../../stores/mosaic.ts';
import { canTurn, sheetPresets, type SheetOrientation, type SheetPresetId } from './sheet-presets.ts';

export function SheetControls(): React.JSX.Element {
  const sheet = useMosaic((state) => state.sheet);
  const setSheet = useMosaic((state) => state.setSheet);
  return (
    <Stack gap={8}>
      <Select
        aria-label="Shape of the sheet"
        data={sheetPresets.map(({ id, label }) => ({ value: id, label }))}
        value={sheet.preset}
        allowDeselect={false}
        onChange={(value) => {
          if (value !== null) setSheet({ ...sheet, preset: value as SheetPresetId });
        }}
        data-testid="sheet-preset"
      />
      {canTurn(sheet.preset) ? (
        <SegmentedControl<SheetOrientation>
          fullWidth
          aria-label="Orientation of the sheet"
          data={[
            { value: 'portrait', label: 'Portrait' },
            { value: 'landscape', label: 'Landscape' },
          ]}
          value={sheet.orientation}
          onChange={(orientation) => setSheet({ ...sheet, orientation })}
        />
      ) : null}
    </Stack>
  );
}
