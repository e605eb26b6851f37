/** @file What the colours on show are, and how much of them the printer cannot reach. Runs in the window. */
import { Loader } from '@mantine/core';
import type { PosterProfileKind } from '../../../shared/poster.ts';
import { formatPercent } from '../../format/format.ts';
import { usePosterDesk } from '../../stores/poster-desk.ts';
import classes from './poster-screen.module.css';

const LITTLE = 0.005;

export function ProofNote({ profileKind }: { profileKind: PosterProfileKind }): React.JSX.Element {
  const result = usePosterDesk((state) => state.softProof?.result ?? null);
  return (
    <p className={classes.proof} role="status" data-testid="proof-note" data-ready={result !== null}>
      {result === null ? (
        <>
          <Loader size={13} /> Working out the printed colours
        </>
      ) : (
        sentence(profileKind, result.outOfGamutShare)
      )}
    </p>
  );
}

function sentence(profileKind: PosterProfileKind, share: number): string {
  if (profileKind !== 'cmyk') return 'As printed: this profile holds every colour of the picture.';
  if (share < LITTLE) return 'As printed: these inks reach nearly every colour of the picture.';
  return `As printed: ${formatPercent(share, 0)} of the picture has colours that these inks cannot reach; they come out duller.`;
}
