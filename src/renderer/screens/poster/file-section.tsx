/** @file Who prints it, the format of the file and its colours. Runs in the window. */
import { Button, NumberInput, SegmentedControl, Select } from '@mantine/core';
import type { LabRules, PosterProfileKind } from '../../../shared/poster.ts';
import { attempt } from '../../components/notices.tsx';
import { usePoster } from '../../stores/poster.ts';
import { usePosterDesk } from '../../stores/poster-desk.ts';
import { asLabWants, type PosterSettings, type RenderingIntent } from './poster-settings.ts';
import classes from './poster-panel.module.css';

const profiles: readonly { value: PosterProfileKind; label: string }[] = [
  { value: 'srgb', label: 'sRGB' },
  { value: 'display-p3', label: 'Display P3' },
  { value: 'adobe-rgb', label: 'Adobe RGB' },
  { value: 'cmyk', label: 'CMYK …' },
];

const profileNotes: Record<PosterProfileKind, string> = {
  srgb: 'Every shop and printer understands it.',
  'display-p3': 'Wider than sRGB; for shops that say they take it.',
  'adobe-rgb': 'Wider than sRGB; usual with fine-art printers.',
  cmyk: 'The inks of a press: use the profile that the shop names.',
};

const intents: readonly { value: RenderingIntent; label: string }[] = [
  { value: 'relative', label: 'Relative colorimetric' },
  { value: 'perceptual', label: 'Perceptual' },
  { value: 'saturation', label: 'Saturation' },
];

export function FileSection({ settings }: { settings: PosterSettings }): React.JSX.Element {
  const change = usePoster((state) => state.change);
  return (
    <section className={classes.section} aria-label="File">
      <h2>Print shop and file</h2>
      <LabChoice settings={settings} />
      <div>
        <span className={classes.label}>Format</span>
        <SegmentedControl<PosterSettings['format']>
          fullWidth
          size="xs"
          aria-label="Format"
          data={[
            { value: 'jpeg', label: 'JPEG' },
            { value: 'tiff', label: 'TIFF' },
            { value: 'pdf', label: 'PDF' },
            { value: 'png', label: 'PNG' },
          ]}
          value={settings.format}
          onChange={(format) => change({ format })}
          data-testid="poster-format"
        />
      </div>
      <FormatOptions settings={settings} />
      <Select
        label="Colours"
        size="xs"
        description={profileNotes[settings.profileKind]}
        inputWrapperOrder={['label', 'input', 'description']}
        data={profiles.map(({ value, label }) => ({ value, label }))}
        value={settings.profileKind}
        allowDeselect={false}
        onChange={(value) => {
          if (value !== null) change({ profileKind: value as PosterProfileKind });
        }}
        data-testid="poster-profile"
      />
      {settings.profileKind === 'cmyk' ? <CmykOptions settings={settings} /> : null}
    </section>
  );
}

function LabChoice({ settings }: { settings: PosterSettings }): React.JSX.Element {
  const change = usePoster((state) => state.change);
  const labs = usePosterDesk((state) => state.labs);
  const lab = labs.find(({ id }) => id === settings.labId) ?? null;
  return (
    <>
      <Select
        label="Printed by"
        size="xs"
        description={lab?.about}
        inputWrapperOrder={['label', 'input', 'description']}
        data={labs.map(({ id, name }) => ({ value: id, label: name }))}
        value={settings.labId}
        allowDeselect={false}
        onChange={(labId) => {
          if (labId !== null) change({ labId });
        }}
        data-testid="poster-lab"
      />
      {lab === null || meets(settings, lab) ? null : (
        <Button
          size="compact-xs"
          variant="light"
          className={classes.inline!}
          onClick={() => change(asLabWants(settings, lab))}
          data-testid="poster-as-lab"
        >
          Set what it asks for
        </Button>
      )}
    </>
  );
}

function meets(settings: PosterSettings, lab: LabRules): boolean {
  return JSON.stringify(asLabWants(settings, lab)) === JSON.stringify(settings);
}

function FormatOptions({ settings }: { settings: PosterSettings }): React.JSX.Element | null {
  const change = usePoster((state) => state.change);
  const { format, compression, pdfPicture, quality } = settings;
  const hasQuality = format === 'jpeg' || (format === 'pdf' && pdfPicture === 'jpeg');
  return (
    <div className={classes.pair}>
      {format === 'tiff' ? (
        <Select
          label="Compression"
          size="xs"
          data={[
            { value: 'deflate', label: 'Deflate (ZIP)' },
            { value: 'lzw', label: 'LZW' },
            { value: 'none', label: 'None' },
          ]}
          value={compression}
          allowDeselect={false}
          onChange={(value) => {
            if (value !== null) change({ compression: value });
          }}
          data-testid="poster-compression"
        />
      ) : null}
      {format === 'pdf' ? (
        <Select
          label="Picture in the PDF"
          size="xs"
          data={[
            { value: 'jpeg', label: 'JPEG' },
            { value: 'lossless', label: 'Without loss' },
          ]}
          value={pdfPicture}
          allowDeselect={false}
          onChange={(value) => {
            if (value !== null) change({ pdfPicture: value });
          }}
          data-testid="poster-pdf-picture"
        />
      ) : null}
      {hasQuality ? (
        <NumberInput
          label="JPEG quality"
          size="xs"
          value={quality}
          min={1}
          max={100}
          step={1}
          allowDecimal={false}
          allowNegative={false}
          onChange={(value) => {
            if (typeof value === 'number' && value >= 1 && value <= 100) change({ quality: value });
          }}
          data-testid="poster-quality"
        />
      ) : null}
    </div>
  );
}

function CmykOptions({ settings }: { settings: PosterSettings }): React.JSX.Element {
  const change = usePoster((state) => state.change);
  const { cmykProfile, intent } = settings;
  const choose = async (): Promise<void> => {
    const chosen = await usePosterDesk.getState().chooseProfile();
    if (chosen !== null) change({ cmykProfile: chosen });
  };
  return (
    <div className={classes.pair}>
      <div>
        <span className={classes.label}>Profile file</span>
        <Button
          fullWidth
          size="xs"
          variant={cmykProfile === null ? 'light' : 'default'}
          onClick={() => attempt(choose())}
          data-testid="poster-choose-profile"
        >
          {cmykProfile?.name ?? 'Choose …'}
        </Button>
      </div>
      <Select
        label="Rendering intent"
        size="xs"
        data={intents.map(({ value, label }) => ({ value, label }))}
        value={intent}
        allowDeselect={false}
        onChange={(value) => {
          if (value !== null) change({ intent: value });
        }}
        data-testid="poster-intent"
      />
    </div>
  );
}
