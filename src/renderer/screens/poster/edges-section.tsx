/** @file Bleed, safe margin, border, gaps and crop marks. Runs in the window. */
import { ColorInput } from '@mantine/core';
import type { SheetOptions } from '../../../core/sheet/plan.ts';
import { Segments, YesNo } from '../../components/fields.tsx';
import { formatHexColour } from '../../format/format.ts';
import { usePoster } from '../../stores/poster.ts';
import { LengthInput } from './length-input.tsx';
import classes from './poster-panel.module.css';

const swatches = ['#ffffff', '#f4f1ea', '#808080', '#1a1a1a', '#000000'];

const lengths: readonly {
  name: 'bleedMm' | 'safeMarginMm' | 'borderMm' | 'gapMm';
  label: string;
  maxMm: (sheet: SheetOptions) => number;
  step?: number;
  testId: string;
}[] = [
  { name: 'bleedMm', label: 'Bleed, cut away', maxMm: () => 50, testId: 'poster-bleed' },
  { name: 'safeMarginMm', label: 'Safe margin', maxMm: () => 100, testId: 'poster-safe' },
  {
    name: 'borderMm',
    label: 'White border',
    maxMm: ({ widthMm, heightMm }) => Math.min(widthMm, heightMm) * 0.45,
    step: 0.5,
    testId: 'poster-border',
  },
  { name: 'gapMm', label: 'Photo gap', maxMm: () => 20, testId: 'poster-gap' },
];

export function EdgesSection({ sheet }: { sheet: SheetOptions }): React.JSX.Element {
  const changeSheet = usePoster((state) => state.changeSheet);
  return (
    <section className={classes.section} aria-label="Edges">
      <h2>Edges</h2>
      <div className={classes.pair}>
        {lengths.map(({ name, label, maxMm, step, testId }) => (
          <LengthInput
            key={name}
            label={label}
            valueMm={sheet[name]}
            maxMm={maxMm(sheet)}
            {...(step === undefined ? {} : { step })}
            onChange={(valueMm) => changeSheet({ [name]: valueMm })}
            testId={testId}
          />
        ))}
      </div>
      {sheet.bleedMm > 0 && sheet.borderMm === 0 ? (
        <div>
          <span className={classes.label}>In the bleed, the outer photos are</span>
          <Segments
            label="What is in the bleed"
            choices={[
              { value: 'mirror', label: 'mirrored' },
              { value: 'extend', label: 'shown further' },
            ]}
            value={sheet.bleedStyle}
            onChange={(bleedStyle) => changeSheet({ bleedStyle })}
            testId="poster-bleed-style"
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
      <YesNo
        label="Crop marks"
        isOn={sheet.cropMarks}
        onChange={(cropMarks) => changeSheet({ cropMarks })}
        testId="poster-crop-marks"
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
