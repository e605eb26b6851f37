/** @file Up to three colours that photos must hold, each with how near and how much of it. Runs in the window. */
import { ActionIcon, Popover, SegmentedControl, Slider, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconColorPicker, IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { nearestCssColour } from '../../../../core/colour/naming.ts';
import { type ColourFilter, LARGEST_COLOUR_COUNT } from '../../../../shared/query.ts';
import { formatHexColour, formatPercent } from '../../../format/format.ts';
import { useExplorer } from '../../../stores/explorer.ts';
import { usePhotos } from '../../../stores/photos.ts';
import { withColourAt } from '../../../stores/query-edits.ts';
import { addColour, askWith } from './ask.ts';
import { ColourField } from './colour-field.tsx';
import classes from './colour-search.module.css';

const FIRST_COLOUR: ColourFilter['rgb'] = [70, 130, 180];
const noColours: readonly ColourFilter[] = [];

export function ColourSearch(): React.JSX.Element {
  const colours = usePhotos((state) => state.query.colours ?? noColours);
  const takeEyedropper = useExplorer((state) => state.takeEyedropper);
  const [edited, setEdited] = useState<number | null>(null);
  const isFull = colours.length >= LARGEST_COLOUR_COUNT;
  return (
    <div className={classes.search} data-testid="colour-search">
      <span className={classes.title}>Find colours</span>
      {colours.map((colour, position) => (
        // A colour's place is what it is: there are at most three, and they are changed in place.
        <ColourChip
          key={`${position}`}
          colour={colour}
          position={position}
          isOpen={edited === position}
          onOpen={(isOpen) => setEdited(isOpen ? position : null)}
        />
      ))}
      {isFull ? null : (
        <>
          <Tooltip label="Add a colour">
            <ActionIcon
              variant="default"
              size={28}
              radius="xl"
              aria-label="Add a colour"
              data-testid="colour-add"
              onClick={() => {
                setEdited(colours.length);
                addColour(FIRST_COLOUR);
              }}
            >
              <IconPlus size={15} stroke={1.8} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Take a colour from a photo">
            <ActionIcon
              variant="default"
              size={28}
              radius="xl"
              aria-label="Take a colour from a photo"
              data-testid="eyedropper"
              onClick={() => takeEyedropper(addColour)}
            >
              <IconColorPicker size={15} stroke={1.8} />
            </ActionIcon>
          </Tooltip>
        </>
      )}
    </div>
  );
}

function ColourChip({
  colour,
  position,
  isOpen,
  onOpen,
}: {
  colour: ColourFilter;
  position: number;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
}): React.JSX.Element {
  const hex = formatHexColour(colour.rgb);
  const change = (next: ColourFilter | null): void => {
    if (next === null) onOpen(false);
    askWith((query) => withColourAt(query, position, next));
  };
  return (
    <Popover opened={isOpen} onChange={onOpen} position="right-start" shadow="lg" withinPortal trapFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes.chip}
          style={{ backgroundColor: hex }}
          aria-label={`Colour ${hex}: change`}
          data-testid={`colour-${position}`}
          onClick={() => onOpen(!isOpen)}
        />
      </Popover.Target>
      <Popover.Dropdown p={14}>
        <ColourSettings colour={colour} onChange={change} />
      </Popover.Dropdown>
    </Popover>
  );
}

function ColourSettings({
  colour,
  onChange,
}: {
  colour: ColourFilter;
  onChange: (colour: ColourFilter | null) => void;
}): React.JSX.Element {
  const { rgb, tolerance, minShare, of } = colour;
  return (
    <div className={classes.settings} data-testid="colour-settings">
      <ColourField rgb={rgb} onChange={(next) => onChange({ ...colour, rgb: next })} />
      <Text size="xs" c="dimmed">
        Nearest name: {nearestCssColour(rgb).name}
      </Text>
      <SegmentedControl
        size="xs"
        fullWidth
        data={[
          { value: 'palette', label: 'Anywhere' },
          { value: 'dominant', label: 'Dominant' },
          { value: 'accent', label: 'Accent' },
        ]}
        value={of}
        onChange={(value) => onChange({ ...colour, of: value as ColourFilter['of'] })}
      />
      <SettingSlider
        label="How near"
        text={tolerance <= 0.05 ? 'almost the same' : tolerance <= 0.12 ? 'alike' : 'related'}
        min={0.02}
        max={0.25}
        step={0.01}
        value={tolerance}
        onChange={(value) => onChange({ ...colour, tolerance: value })}
      />
      {of === 'palette' ? (
        <SettingSlider
          label="At least"
          text={`${formatPercent(minShare, 0)} of the photo`}
          min={0}
          max={0.9}
          step={0.05}
          value={minShare}
          onChange={(value) => onChange({ ...colour, minShare: value })}
        />
      ) : null}
      <UnstyledButton className={classes.remove} onClick={() => onChange(null)}>
        <IconX size={14} stroke={1.8} /> Take this colour away
      </UnstyledButton>
    </div>
  );
}

function SettingSlider(props: {
  label: string;
  text: string;
  min: number;
  max: number;
  step: number;
  value: number;
  onChange: (value: number) => void;
}): React.JSX.Element {
  const { label, text, ...slider } = props;
  return (
    <div>
      <div className={classes.setting}>
        <span>{label}</span>
        <span>{text}</span>
      </div>
      <Slider {...slider} size="xs" label={null} thumbSize={14} thumbLabel={label} />
    </div>
  );
}
