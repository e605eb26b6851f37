/** @file What a print shop would find: sentences, soft photos, missing photos, the size of the file. Runs in the window. */
import { Button, Loader } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle, type Icon } from '@tabler/icons-react';
import { useState } from 'react';
import type { PreflightFinding, PreflightReport } from '../../../shared/poster.ts';
import { formatBytes, formatSizePx } from '../../format/format.ts';
import { usePosterDesk } from '../../stores/poster-desk.ts';
import classes from './preflight-section.module.css';
import panel from './poster-panel.module.css';

const icons: Record<PreflightFinding['severity'], Icon> = {
  problem: IconAlertTriangle,
  advice: IconInfoCircle,
  fine: IconCircleCheck,
};
const LISTED_TILES = 60;
/** To be scrolled to from elsewhere. */
export const PREFLIGHT_ID = 'poster-preflight';

export function PreflightSection({ needsProfile }: { needsProfile: boolean }): React.JSX.Element {
  const { preflight, preflightError, isChecking } = usePosterDesk();
  return (
    <section
      className={panel.section}
      id={PREFLIGHT_ID}
      aria-label="Before printing"
      data-testid="preflight"
      data-checking={isChecking}
    >
      <h2>Before printing {isChecking ? <Loader size={12} aria-label="Looking" /> : null}</h2>
      {needsProfile ? (
        <Finding severity="problem" sentence="Choose the CMYK profile that the print shop names." />
      ) : null}
      {preflightError === null ? null : (
        <Finding severity="problem" sentence={`${preflightError.message} ${preflightError.hint ?? ''}`} />
      )}
      {preflight === null ? null : <Report report={preflight} />}
    </section>
  );
}

function Report({ report }: { report: PreflightReport }): React.JSX.Element {
  const { findings, softTiles, missingPhotos, widthPx, heightPx, expectedBytes } = report;
  return (
    <div
      aria-live="polite"
      className={classes.report}
      data-testid="preflight-report"
      data-ready={report.isReady}
    >
      {findings.map(({ severity, sentence }) => (
        <Finding key={sentence} severity={severity} sentence={sentence} />
      ))}
      <TileList
        title={`Which ${softTiles.length} will be soft`}
        rows={softTiles.map((tile) => ({
          ...tile,
          note: `enlarged ${tile.enlargement.toFixed(1)} times`,
        }))}
        testId="soft-tiles"
      />
      <TileList
        title={`Which ${missingPhotos.length} are missing`}
        rows={missingPhotos.map((tile) => ({ ...tile, note: 'not there' }))}
        testId="missing-photos"
      />
      <p className={panel.note}>
        {formatSizePx(widthPx, heightPx)} px, about {formatBytes(expectedBytes)}.
      </p>
    </div>
  );
}

function Finding({ severity, sentence }: PreflightFinding): React.JSX.Element {
  const Sign = icons[severity];
  return (
    <p className={classes.finding} data-severity={severity}>
      <Sign size={16} stroke={1.7} aria-label={severity === 'problem' ? 'Problem' : undefined} />
      <span>{sentence}</span>
    </p>
  );
}

interface TileRow {
  column: number;
  row: number;
  file: string;
  note: string;
}

function TileList(props: { title: string; rows: TileRow[]; testId: string }): React.JSX.Element | null {
  const { title, rows, testId } = props;
  const [isOpen, setOpen] = useState(false);
  if (rows.length === 0) return null;
  return (
    <div>
      <Button
        size="compact-xs"
        variant="subtle"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        data-testid={testId}
      >
        {isOpen ? 'Hide the list' : title}
      </Button>
      {isOpen ? (
        <ul className={classes.tiles}>
          {rows.slice(0, LISTED_TILES).map(({ column, row, file, note }) => (
            <li key={`${column}-${row}`}>
              <span title={file}>{file}</span>
              <small>
                row {row}, column {column}, {note}
              </small>
            </li>
          ))}
          {rows.length > LISTED_TILES ? <li>and {rows.length - LISTED_TILES} more</li> : null}
        </ul>
      ) : null}
    </div>
  );
}
