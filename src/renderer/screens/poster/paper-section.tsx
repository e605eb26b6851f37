/** @file Size of the paper, its orientation and resolution, and how large each photo comes out. Runs in the window. */
import { Button, NumberInput } from '@mantine/core';
import { SMALL_TILE_MM, areaAspect, type SheetPlan } from '../../../core/sheet/plan.ts';
import { SHEET_PRESETS, oriented, type PaperSize } from '../../../core/sheet/sizes.ts';
import { ChoiceList, Segments } from '../../components/fields.tsx';
import { usePoster } from '../../stores/poster.ts';
import { LengthInput } from './length-input.tsx';
import { lengthText, sizeText } from './page-geometry.ts';
import {
  fitsShape,
  orientationOf,
  paperOfShape,
  presetOf,
  type LengthUnit,
  type Orientation,
  type PosterSettings,
} from './poster-settings.ts';
import classes from './poster-panel.module.css';

const FREE = 'free';
const SIDE_RANGE_MM = { min: 50, max: 5000 };
const DPI_RANGE = { min: 30, max: 1200 };
const groups = ['Centimetres', 'ISO', 'Inches', 'Square', 'Banner'] as const;

interface PaperSectionProps {
  settings: PosterSettings;
  /** Null: there is no room for tiles on such a sheet. */
  plan: SheetPlan | null;
  /** Width / height of the mosaic with square tiles. */
  aspect: number;
}

export function PaperSection({ settings, plan, aspect }: PaperSectionProps): React.JSX.Element {
  const { sheet, isFreeSize } = settings;
  const { change, changeSheet, unit } = usePoster();
  const preset = isFreeSize ? null : presetOf(sheet);
  const orientation = orientationOf(sheet);
  const setPaper = (paper: PaperSize, isFree: boolean): void =>
    change({ sheet: { ...sheet, ...paper }, isFreeSize: isFree });
  const choose = (value: string): void => {
    const chosen = SHEET_PRESETS.find(({ id }) => id === value);
    if (chosen === undefined) change({ isFreeSize: true });
    else setPaper(oriented(chosen, orientation), false);
  };
  return (
    <section className={classes.section} aria-label="Paper">
      <h2>Paper</h2>
      <ChoiceList
        label="Size"
        choices={sizeChoices(aspect)}
        value={preset?.id ?? FREE}
        maxHeightPx={420}
        onChange={choose}
        testId="poster-size"
      />
      {preset === null ? (
        <div className={classes.pair}>
          <LengthInput
            label="Width"
            valueMm={sheet.widthMm}
            minMm={SIDE_RANGE_MM.min}
            maxMm={SIDE_RANGE_MM.max}
            step={1}
            onChange={(widthMm) => changeSheet({ widthMm })}
            testId="poster-width"
          />
          <LengthInput
            label="Height"
            valueMm={sheet.heightMm}
            minMm={SIDE_RANGE_MM.min}
            maxMm={SIDE_RANGE_MM.max}
            step={1}
            onChange={(heightMm) => changeSheet({ heightMm })}
            testId="poster-height"
          />
        </div>
      ) : null}
      <div className={classes.pair}>
        <div>
          <span className={classes.label}>Orientation</span>
          <Segments<Orientation>
            label="Orientation"
            choices={[
              { value: 'portrait', label: 'Portrait' },
              { value: 'landscape', label: 'Landscape' },
            ]}
            value={orientation}
            onChange={(wanted) => setPaper(oriented(sheet, wanted), isFreeSize)}
            testId="poster-orientation"
          />
        </div>
        <NumberInput
          label="Resolution"
          size="xs"
          suffix=" dpi"
          value={sheet.dpi}
          min={DPI_RANGE.min}
          max={DPI_RANGE.max}
          step={50}
          allowDecimal={false}
          allowNegative={false}
          onChange={(dpi) => {
            if (typeof dpi === 'number' && dpi >= DPI_RANGE.min && dpi <= DPI_RANGE.max) changeSheet({ dpi });
          }}
          data-testid="poster-dpi"
        />
      </div>
      {plan === null ? null : <TileSize plan={plan} unit={unit} />}
      <ShapeAdvice settings={settings} aspect={aspect} unit={unit} setPaper={setPaper} />
    </section>
  );
}

/** Sizes by kind; those of the mosaic's shape are marked. */
function sizeChoices(aspect: number) {
  return [
    ...groups.map((group) => ({
      group,
      items: SHEET_PRESETS.filter((preset) => preset.group === group).map((preset) => ({
        value: preset.id,
        label: `${preset.name.replace('x', ' × ')}${fitsShape(preset, aspect) ? '  ·  fits' : ''}`,
      })),
    })),
    { group: 'Any', items: [{ value: FREE, label: 'Free size' }] },
  ];
}

function TileSize({ plan, unit }: { plan: SheetPlan; unit: LengthUnit }): React.JSX.Element {
  const smallestMm = Math.min(plan.tileWidthMm, plan.tileHeightMm);
  const isSmall = smallestMm < SMALL_TILE_MM;
  return (
    <p className={classes.note} data-tone={isSmall ? 'advice' : undefined} data-testid="tile-size">
      Each photo is printed <strong>{lengthText(smallestMm, unit)}</strong> wide.
      {isSmall ? ' Below half an inch photos are hard to recognise from near.' : ''}
    </p>
  );
}

/** Offers paper of the mosaic's shape if this one would stretch it. */
function ShapeAdvice(props: {
  settings: PosterSettings;
  aspect: number;
  unit: LengthUnit;
  setPaper: (paper: PaperSize, isFree: boolean) => void;
}): React.JSX.Element | null {
  const { settings, aspect, unit, setPaper } = props;
  const { sheet } = settings;
  const paperAspect = areaAspect(sheet);
  if (!(paperAspect > 0) || Math.abs(Math.log(paperAspect / aspect)) < Math.log(1.02)) return null;
  const isTurned = Math.abs(Math.log(1 / paperAspect / aspect)) < Math.log(1.02);
  const fitting = isTurned
    ? oriented(sheet, orientationOf(sheet) === 'portrait' ? 'landscape' : 'portrait')
    : paperOfShape(aspect, Math.max(sheet.widthMm, sheet.heightMm));
  return (
    <p className={classes.note} data-tone="advice">
      The paper has another shape than the mosaic, so the tiles are not square.{' '}
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => setPaper(fitting, isTurned ? settings.isFreeSize : true)}
        data-testid="poster-fit"
      >
        {isTurned ? 'Turn it' : `Use ${sizeText(fitting.widthMm, fitting.heightMm, unit)}`}
      </Button>
    </p>
  );
}
