/** @file What a viewer sees of the result: numbers of the finished picture, worst cells, good photos left over. Runs in the window. */
import { Loader, UnstyledButton } from '@mantine/core';
import { useEffect } from 'react';
import type { MosaicView } from '../../../shared/mosaic.ts';
import type { PlacementName, QualityNumbers } from '../../../shared/project.ts';
import { reportError } from '../../components/notices.tsx';
import { formatError, formatPercent } from '../../format/format.ts';
import { thumbnailUrl } from '../../photo-urls.ts';
import { useMosaic } from '../../stores/mosaic.ts';
import { useTools } from '../../stores/mosaic-tools.ts';
import { isFinal, useProject } from '../../stores/project.ts';
import { SheetWidthInput } from './distance-menu.tsx';
import { pictureTitle } from './picture-names.ts';
import classes from './quality-panel.module.css';
import { useIsWeighted } from './use-is-weighted.ts';

/** Numbers are asked for when edits rest: they take longer than an edit. */
const MEASURE_DELAY_MS = 500;

/** Three digits tell the placements apart and fit beside each other. */
const threeDigits = (value: number): string => value.toPrecision(3);

const rows: readonly {
  key: keyof QualityNumbers;
  title: string;
  hint: string;
  show: (value: number) => string;
}[] = [
  {
    key: 'meanSquaredError',
    title: 'MSE',
    hint: 'Mean squared error of all pixels, 0 to 1',
    show: threeDigits,
  },
  {
    key: 'weightedMeanSquaredError',
    title: 'MSE, weighted',
    hint: 'The same, with important cells counting more',
    show: threeDigits,
  },
  {
    key: 'structuralSimilarity',
    title: 'SSIM',
    hint: 'Structural similarity: 1 is the same picture',
    show: (value) => value.toFixed(4),
  },
  {
    key: 'viewingError',
    title: 'From afar',
    hint: 'The error that the eye still sees from the usual distance',
    show: threeDigits,
  },
];

export function QualityPanel({ view }: { view: MosaicView }): React.JSX.Element {
  const quality = useProject((state) => state.quality);
  const revision = useProject((state) => state.project?.revision ?? null);
  const isProven = useProject(isFinal);
  const comparisons = useProject((state) => state.comparisons);
  const { sheetWidthMm, setSheetWidth } = useTools();
  const isWeighted = useIsWeighted();
  useEffect(() => {
    if (!isProven) return undefined;
    const timer = setTimeout(() => {
      useProject.getState().measureQuality(sheetWidthMm).catch(reportError);
    }, MEASURE_DELAY_MS);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a new placement or comparison has new numbers
  }, [isProven, revision, sheetWidthMm, comparisons]);
  if (quality === null) {
    return (
      <p className={classes.waiting}>
        <Loader size={15} /> Measuring the finished picture
      </p>
    );
  }
  const names = (['greedy', 'plain', 'optimal'] as const).filter(
    (name) => quality.placements[name] !== undefined && (name !== 'plain' || isWeighted),
  );
  return (
    <div className={classes.panel} data-testid="quality" data-current={quality.revision === revision}>
      <section>
        <table className={classes.numbers}>
          <thead>
            <tr>
              <td />
              {names.map((name) => (
                <th key={name} scope="col">
                  {shortTitle(name, isWeighted)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, title, hint, show }) => (
              <tr key={key} title={hint}>
                <th scope="row">{title}</th>
                {names.map((name) => (
                  <td key={name} data-testid={`quality-${name}-${key}`}>
                    {show(quality.placements[name]![key])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <p className={classes.note}>
          Seen from {(quality.viewingDistanceMm / 1000).toFixed(1)} m.
          {isWeighted && quality.placements.plain === undefined
            ? ' Show the plain optimum once to have its numbers here.'
            : ''}
        </p>
        <SheetWidthInput widthMm={sheetWidthMm} onChange={setSheetWidth} />
      </section>
      <section>
        <h2 className={classes.title}>Worst cells</h2>
        <div className={classes.tiles} data-testid="worst-cells">
          {quality.worstCells.map(({ cell, photoId, error }) => (
            <TileButton
              key={cell}
              cell={cell}
              label={`Error ${formatError(error)}`}
              picture={thumbnailUrl(view.libraryId, photoId)}
            />
          ))}
        </div>
      </section>
      <section>
        <h2 className={classes.title}>Good photos that are not used</h2>
        {quality.unusedGood.length === 0 ? (
          <p className={classes.note}>None: no photo outside fits a cell better than the one there.</p>
        ) : (
          <>
            <p className={classes.note}>
              Each fits one cell better than the photo there. In the optimum that is a price for the whole:
              the photo there has no better place.
            </p>
            <div className={classes.tiles} data-testid="unused-good">
              {quality.unusedGood.map(({ photoId, cell, error, shownError }) => (
                <TileButton
                  key={photoId}
                  cell={cell}
                  label={`${formatPercent(shownError === 0 ? 0 : 1 - error / shownError, 0)} better there`}
                  picture={thumbnailUrl(view.libraryId, photoId)}
                />
              ))}
            </div>
          </>
        )}
      </section>
    </div>
  );
}

function shortTitle(name: PlacementName, isWeighted: boolean): string {
  return name === 'plain' ? 'Plain' : pictureTitle(name, isWeighted);
}

/** A photo that stands for a cell; going over it shows the cell, a click chooses it. */
function TileButton(props: { cell: number; label: string; picture: string }): React.JSX.Element {
  const pointOut = useTools((tools) => tools.pointOut);
  const { selectCell, show } = useMosaic();
  return (
    <UnstyledButton
      className={classes.tile}
      onPointerEnter={() => pointOut([props.cell])}
      onPointerLeave={() => pointOut([])}
      onFocus={() => pointOut([props.cell])}
      onBlur={() => pointOut([])}
      onClick={() => {
        pointOut([]);
        show('optimal');
        selectCell(props.cell);
      }}
    >
      <img src={props.picture} alt="" draggable={false} loading="lazy" />
      <span>{props.label}</span>
    </UnstyledButton>
  );
}
