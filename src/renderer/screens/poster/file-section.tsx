/** @file Who prints it, the format of the file and its colours. Runs in the window. */
import { Button, NumberInput } from '@mantine/core';
import type { LabRules, PosterProfileKind } from '../../../shared/poster.ts';
import { ChoiceList, Segments } from '../../components/fields.tsx';
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
        <Segments<PosterSettings['format']>
          label="Format"
          choices={[
            { value: 'jpeg', label: 'JPEG' },
            { value: 'tiff', label: 'TIFF' },
            { value: 'pdf', label: 'PDF' },
            { value: 'png', label: 'PNG' },
          ]}
          value={settings.format}
          onChange={(format) => change({ format })}
          testId="poster-format"
        />
      </div>
      <FormatOptions settings={settings} />
      <ChoiceList
        label="Colours"
        description={profileNotes[settings.profileKind]}
        choices={profiles}
        value={settings.profileKind}
        onChange={(value) => change({ profileKind: value })}
        testId="poster-profile"
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
      <ChoiceList
        label="Printed by"
        description={lab?.about}
        choices={labs.map(({ id, name }) => ({ value: id, label: name }))}
        value={settings.labId}
        onChange={(labId) => change({ labId })}
        testId="poster-lab"
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
        <ChoiceList
          label="Compression"
          choices={[
            { value: 'deflate', label: 'Deflate (ZIP)' },
            { value: 'lzw', label: 'LZW' },
            { value: 'none', label: 'None' },
          ]}
          value={compression}
          onChange={(value) => change({ compression: value })}
          testId="poster-compression"
        />
      ) : null}
      {format === 'pdf' ? (
        <ChoiceList
          label="Picture in the PDF"
          choices={[
            { value: 'jpeg', label: 'JPEG' },
            { value: 'lossless', label: 'Without loss' },
          ]}
          value={pdfPicture}
          onChange={(value) => change({ pdfPicture: value })}
          testId="poster-pdf-picture"
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
      <ChoiceList
        label="Rendering intent"
        choices={intents}
        value={intent}
        onChange={(value) => change({ intent: value })}
        testId="poster-intent"
      />
    </div>
  );
}
