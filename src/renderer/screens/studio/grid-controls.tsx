/** @file How many columns and rows: worked out from the photos, or chosen by hand. Runs in the window. */
import { ActionIcon, NumberInput, SegmentedControl, Stack, Tooltip } from '@mantine/core';
import { IconLink, IconLinkOff } from '@tabler/icons-react';
import { useMosaic, type GridChoice } from '../../stores/mosaic.ts';
import classes from './grid-controls.module.css';

const LARGEST_SIDE = 1000;

export function GridControls(): React.JSX.Element {
  const { grid, setGridMode, setGridSide, setFollowsSheet } = useMosaic();
  const sideInput = (side: 'columns' | 'rows', label: string): React.JSX.Element => (
    <NumberInput
      label={label}
      value={grid[side]}
      min={1}
      max={LARGEST_SIDE}
      step={1}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="strict"
      onChange={(value) => {
        if (typeof value === 'number' && value >= 1) setGridSide(side, value);
      }}
      data-testid={`grid-${side}`}
    />
  );
  return (
    <Stack gap={10}>
      <SegmentedControl<GridChoice['mode']>
        fullWidth
        aria-label="How the grid is chosen"
        data={[
          { value: 'automatic', label: 'Automatic' },
          { value: 'manual', label: 'By hand' },
        ]}
        value={grid.mode}
        onChange={setGridMode}
        data-testid="grid-mode"
      />
      {grid.mode === 'automatic' ? null : (
        <div className={classes.sides}>
          {sideInput('columns', 'Columns')}
          <Tooltip label={grid.followsSheet ? 'Cells fit the sheet' : 'Columns and rows are free'}>
            <ActionIcon
              size={36}
              aria-label="Keep the shape of the sheet"
              aria-pressed={grid.followsSheet}
              color={grid.followsSheet ? 'glass' : 'gray'}
              onClick={() => setFollowsSheet(!grid.followsSheet)}
            >
              {grid.followsSheet ? <IconLink size={18} /> : <IconLinkOff size={18} />}
            </ActionIcon>
          </Tooltip>
          {sideInput('rows', 'Rows')}
        </div>
      )}
    </Stack>
  );
}
