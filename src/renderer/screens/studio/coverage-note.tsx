/** @file Do these photos suffice for this target? Said before anything is solved, with what would help. Runs in the window. */
import { Button, Loader } from '@mantine/core';
import { IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { formatHexColour } from '../../format/format.ts';
import { useMosaic } from '../../stores/mosaic.ts';
import { useTools } from '../../stores/mosaic-tools.ts';
import { useProjects } from '../../stores/projects.ts';
import classes from './coverage-note.module.css';

export function CoverageNote(): React.JSX.Element | null {
  const coverage = useProjects((state) => state.coverage);
  const isChecking = useProjects((state) => state.isChecking);
  const { view, setGridMode, setGridSide } = useMosaic();
  const { map, showMap } = useTools();
  if (view !== null) return null;
  if (coverage === null) {
    return isChecking ? (
      <p className={classes.waiting}>
        <Loader size={14} /> Looking whether the colours suffice
      </p>
    ) : null;
  }
  const { recommended } = coverage;
  const isOtherGrid = recommended.columns !== coverage.columns || recommended.rows !== coverage.rows;
  const isMapOn = map === 'expected';
  return (
    <div className={classes.note} data-testid="coverage" data-enough={coverage.isEnough}>
      <p className={classes.sum}>
        {coverage.isEnough && coverage.gaps.length === 0 ? (
          <IconCircleCheck size={17} stroke={1.7} aria-hidden="true" />
        ) : (
          <IconInfoCircle size={17} stroke={1.7} aria-hidden="true" />
        )}
        {coverage.sentence}
      </p>
      {coverage.gaps.length === 0 ? null : (
        <ul className={classes.gaps}>
          {coverage.gaps.map((gap) => (
            <li key={gap.sentence}>
              <span style={{ backgroundColor: formatHexColour(gap.rgb) }} aria-hidden="true" />
              {gap.sentence}
            </li>
          ))}
        </ul>
      )}
      <div className={classes.actions}>
        <Button
          size="compact-xs"
          variant="default"
          aria-pressed={isMapOn}
          onClick={() => showMap(isMapOn ? null : 'expected')}
          data-testid="coverage-map"
        >
          {isMapOn ? 'Hide where' : 'Show where'}
        </Button>
        {isOtherGrid ? (
          <Button
            size="compact-xs"
            variant="light"
            title={recommended.sentence}
            onClick={() => {
              setGridMode('manual');
              setGridSide('columns', recommended.columns);
            }}
            data-testid="coverage-use-grid"
          >
            Use {recommended.columns} × {recommended.rows}
          </Button>
        ) : null}
      </div>
      {isOtherGrid ? <p className={classes.advice}>{recommended.sentence}</p> : null}
    </div>
  );
}
