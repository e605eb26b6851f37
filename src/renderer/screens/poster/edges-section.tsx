/** @file Bleed, safe margin, border, gaps and crop marks. Runs in the window. */
import { ColorInput, SegmentedControl, Switch } from '@mantine/core';
import type { BleedStyle, SheetOptions } from '../../../core/sheet/plan.ts';
import { formatHexColour } from '../../format/format.ts';
import { usePoster } from '../../stores/poster.ts';
import { LengthInput } from './length-input.tsx';
import classes from './poster-panel.module.css';

const swatches = ['#ffffff', '#f4f1ea', '#808080', '#1a1a1a', '#000000'];

export function EdgesSection({ sheet }: { sheet: SheetOptions }): React.JSX.Element {
  const changeSheet = usePoster((state) => state.changeSheet);
  const shortSideMm = Math.min(sheet.widthMm, sheet.heightMm);
  return (
    <section className={classes.section} aria-label="Edges">
      <h2>Edges</h2>
      <div className={classes.pair}>
        <LengthInput
          label="Bleed, cut away"
          valueMm={sheet.bleedMm}
          maxMm={50}
          onChange={(bleedMm) => changeSheet({ bleedMm })}
          testId="poster-bleed"
        />
        <LengthInput
          label="Safe margin"
          valueMm={sheet.safeMarginMm}
          maxMm={100}
          onChange={(safeMarginMm) => changeSheet({ safeMarginMm })}
          testId="poster-safe"
        />
        <LengthInput
          label="White border"
          valueMm={sheet.borderMm}
          maxMm={shortSideMm * 0.45}
          step={0.5}
          onChange={(borderMm) => changeSheet({ borderMm })}
          testId="poster-border"
        />
        <LengthInput
          label="Photo gap"
          valueMm={sheet.gapMm}
          maxMm={20}
          onChange={(gapMm) => changeSheet({ gapMm })}
          testId="poster-gap"
        />
      </div>
      {sheet.bleedMm > 0 && sheet.borderMm === 0 ? (
        <div>
          <span className={classes.label}>In the bleed, the outer photos are</span>
          <SegmentedControl<BleedStyle>
            fullWidth
            size="xs"
            aria-label="What is in the bleed"
            data={[
              { value: 'mirror', label: 'mirrored' },
              { value: 'extend', label: 'shown further' },
            ]}
            value={sheet.bleedStyle}
            onChange={(bleedStyle) => changeSheet({ bleedStyle })}
            data-testid="poster-bleed-style"
          />
        </div>
      ) : null}
      {sheet.gapMm > 0 ? (
        <ColorInput
          label="Colour between photos"
          size="xs"
          format="hex"
          swatches={swatches}
          value={formatHexColour(sheet.background)}
          onChange={(hex) => {
            const background = rgbOfHex(hex);
            if (background !== null) changeSheet({ background });
          }}
          data-testid="poster-background"
        />
      ) : null}
      <Switch
        size="xs"
        label="Crop marks"
        checked={sheet.cropMarks}
        onChange={(event) => changeSheet({ cropMarks: event.currentTarget.checked })}
        data-testid="poster-crop-marks"
      />
    </section>
  );
}

/** '#rrggbb' as bytes; null while it is being typed. */
export function rgbOfHex(hex: string): [number, number, number] | null {
  const digits = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(hex);
  if (digits === null) return null;
  return [Number.parseInt(digits[1]!, 16), Number.parseInt(digits[2]!, 16), Number.parseInt(digits[3]!, 16)];
}
