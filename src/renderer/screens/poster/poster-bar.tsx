/** @file The line above the sheet: undo, the sheet in words, unit, guide lines. Runs in the window. */
import { SegmentedControl } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconColorFilter, IconCrop } from '@tabler/icons-react';
import { usePoster } from '../../stores/poster.ts';
import { BarButton } from '../studio/bar-button.tsx';
import { sizeText } from './page-geometry.ts';
import type { LengthUnit, PosterSettings } from './poster-settings.ts';
import classes from './poster-screen.module.css';

export function PosterBar(props: {
  settings: PosterSettings;
  hasLines: boolean;
  onLines: (hasLines: boolean) => void;
  isProofOn: boolean;
  onProof: (isOn: boolean) => void;
}): React.JSX.Element {
  const { settings, hasLines, onLines, isProofOn, onProof } = props;
  const { unit, setUnit, undo, redo, past, future } = usePoster();
  const { widthMm, heightMm, dpi } = settings.sheet;
  return (
    <div className={classes.bar}>
      <BarButton label="Undo (Ctrl+Z)" isDisabled={past.length === 0} onClick={undo} testId="poster-undo">
        <IconArrowBackUp size={19} stroke={1.6} />
      </BarButton>
      <BarButton
        label="Redo (Ctrl+Shift+Z)"
        isDisabled={future.length === 0}
        onClick={redo}
        testId="poster-redo"
      >
        <IconArrowForwardUp size={19} stroke={1.6} />
      </BarButton>
      <div className={classes.summary} data-testid="poster-summary">
        <strong>{sizeText(widthMm, heightMm, unit)}</strong> <span>at {dpi} dpi</span>
      </div>
      <BarButton
        label={isProofOn ? 'Colours of the screen (C)' : 'Colours as they will be printed (C)'}
        isPressed={isProofOn}
        onClick={() => onProof(!isProofOn)}
        testId="poster-proof"
      >
        <IconColorFilter size={19} stroke={1.6} />
      </BarButton>
      <BarButton
        label={hasLines ? 'Hide trim, bleed and safe margin (L)' : 'Show trim, bleed and safe margin (L)'}
        isPressed={hasLines}
        onClick={() => onLines(!hasLines)}
        testId="poster-lines"
      >
        <IconCrop size={19} stroke={1.6} />
      </BarButton>
      <SegmentedControl<LengthUnit>
        size="xs"
        aria-label="Unit (U)"
        data={[
          { value: 'cm', label: 'cm' },
          { value: 'in', label: 'in' },
        ]}
        value={unit}
        onChange={setUnit}
        data-testid="poster-unit"
      />
    </div>
  );
}
