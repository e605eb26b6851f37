/** @file Choosing a colour: a wheel of hue and chroma, lightness, hex, or from a photo. Runs in the window. */
import { ActionIcon, Group, Slider, TextInput, Tooltip } from '@mantine/core';
import { IconColorPicker } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { cylindrical, oklabFromRgb, rgbFromHex } from '../../../../core/colour/spaces.ts';
import type { ColourFilter } from '../../../../shared/query.ts';
import { formatHexColour } from '../../../format/format.ts';
import { useExplorer } from '../../../stores/explorer.ts';
import { hueAt, oklchHex, oklchRgb, pointAt } from './hue-geometry.ts';
import classes from './colour-field.module.css';

const WHEEL_PX = 176;
const RADIUS = WHEEL_PX / 2;
/** Chroma at the rim: about the most that sRGB has. */
const RIM_CHROMA = 0.25;

type Rgb = ColourFilter['rgb'];

export function ColourField({
  rgb,
  onChange,
}: {
  rgb: Rgb;
  onChange: (rgb: Rgb) => void;
}): React.JSX.Element {
  const [lightness, chroma, hueDegrees] = cylindrical(oklabFromRgb(rgb));
  const takeEyedropper = useExplorer((state) => state.takeEyedropper);
  const mark = pointAt(hueDegrees, Math.min(1, chroma / RIM_CHROMA) * RADIUS);
  const pick = (event: React.PointerEvent): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = event.clientX - box.left - box.width / 2;
    const y = event.clientY - box.top - box.height / 2;
    const distance = Math.min(1, Math.hypot(x, y) / (box.width / 2));
    onChange(oklchRgb(lightness, distance * RIM_CHROMA, hueAt(x, y)));
  };
  return (
    <>
      <div
        className={classes.wheel}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          pick(event);
        }}
        onPointerMove={(event) => {
          if (event.buttons === 1) pick(event);
        }}
        data-testid="colour-wheel"
      >
        <WheelDisc lightness={lightness} />
        <span
          className={classes.mark}
          style={{ left: RADIUS + mark.x, top: RADIUS + mark.y, backgroundColor: formatHexColour(rgb) }}
        />
      </div>
      <Slider
        size="sm"
        min={0.02}
        max={0.99}
        step={0.01}
        value={lightness}
        label={null}
        thumbSize={16}
        thumbLabel="Lightness"
        styles={{
          track: {
            '--slider-track-bg': `linear-gradient(90deg, #000, ${oklchHex(0.5, chroma, hueDegrees)}, #fff)`,
          },
          bar: { background: 'transparent' },
        }}
        classNames={{ track: classes.lightness! }}
        onChange={(value) => onChange(oklchRgb(value, chroma, hueDegrees))}
      />
      <Group gap={6} wrap="nowrap">
        <HexInput rgb={rgb} onChange={onChange} />
        <Tooltip label="Take it from a photo">
          <ActionIcon
            variant="default"
            size={30}
            aria-label="Take it from a photo"
            onClick={() => takeEyedropper(onChange)}
          >
            <IconColorPicker size={16} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Group>
    </>
  );
}

/** Hue and chroma at one lightness; what sRGB cannot show is drawn as near as it can. */
function WheelDisc({ lightness }: { lightness: number }): React.JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shownLightness = Math.min(0.85, Math.max(0.35, lightness));
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const picture = context.createImageData(WHEEL_PX, WHEEL_PX);
    for (let y = 0; y < WHEEL_PX; y += 1) {
      for (let x = 0; x < WHEEL_PX; x += 1) {
        const [dx, dy] = [x + 0.5 - RADIUS, y + 0.5 - RADIUS];
        const distance = Math.hypot(dx, dy) / RADIUS;
        if (distance > 1) continue;
        const rgb = oklchRgb(shownLightness, distance * RIM_CHROMA, hueAt(dx, dy));
        // The rim fades over one pixel, so that it is smooth.
        picture.data.set([...rgb, Math.min(1, (1 - distance) * RADIUS) * 255], (y * WHEEL_PX + x) * 4);
      }
    }
    context.putImageData(picture, 0, 0);
  }, [shownLightness]);
  return <canvas ref={canvas} width={WHEEL_PX} height={WHEEL_PX} aria-hidden="true" />;
}

function HexInput({ rgb, onChange }: { rgb: Rgb; onChange: (rgb: Rgb) => void }): React.JSX.Element {
  /** What is being typed, while it is no colour yet. */
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <TextInput
      size="xs"
      flex={1}
      aria-label="Colour as hex"
      value={draft ?? formatHexColour(rgb)}
      error={draft !== null && rgbFromHex(draft) === null}
      data-testid="colour-hex"
      onChange={(event) => {
        const text = event.currentTarget.value;
        setDraft(text);
        const parsed = rgbFromHex(text);
        if (parsed !== null) onChange(parsed);
      }}
      onBlur={() => setDraft(null)}
    />
  );
}
