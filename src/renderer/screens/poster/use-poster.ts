/** @file What the Poster screen works out while settings change: the plan, the pre-flight, keys. Runs in the window. */
import { useEffect, useMemo, useState } from 'react';
import { SmaltiError } from '../../../shared/errors.ts';
import { type SheetOptions, type SheetPlan, planSheet } from '../../../core/sheet/plan.ts';
import { oriented } from '../../../core/sheet/sizes.ts';
import type { PosterOrder, SoftProofOrder } from '../../../shared/poster.ts';
import { attempt } from '../../components/notices.tsx';
import { useKeys } from '../../keys/use-keys.ts';
import { proofUrl } from '../../photo-urls.ts';
import { usePoster } from '../../stores/poster.ts';
import { usePosterDesk } from '../../stores/poster-desk.ts';
import { loadPicture } from '../studio/canvas/load-picture.ts';
import { orientationOf } from './poster-settings.ts';

/** While a number is typed or pulled, the pre-flight waits this long for the next one. */
const CHECK_AFTER_MS = 250;
/** A soft proof takes seconds, so it waits longer. */
const PROVE_AFTER_MS = 600;

/** The sheet laid out; null if there is no room for a tile of one pixel. */
export function usePlannedSheet(sheet: SheetOptions, columns: number, rows: number): SheetPlan | null {
  return useMemo(() => {
    try {
      return planSheet(sheet, { columns, rows });
    } catch (error) {
      if (error instanceof SmaltiError) return null;
      throw error;
    }
  }, [sheet, columns, rows]);
}

/**
 * Looks at the poster again whenever its settings change, or what else it depends on: the placement, the originals.
 * @param state another text for another state of these
 */
export function usePreflight(order: PosterOrder | null, labId: string, state: string): void {
  const asked = order === null ? null : JSON.stringify({ ...order, labId });
  useEffect(() => {
    const timer = setTimeout(() => {
      const question = asked === null ? null : (JSON.parse(asked) as PosterOrder & { labId: string });
      attempt(usePosterDesk.getState().check(question));
    }, CHECK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [asked, state]);
}

/** The sheet as its profile prints it, once it is worked out; null while it is not wanted or not there. */
export function useSoftProof(
  order: PosterOrder | null,
  isOn: boolean,
  revision: number,
): HTMLImageElement | null {
  const [picture, setPicture] = useState<{ jobId: string; image: HTMLImageElement } | null>(null);
  const asked = isOn && order !== null ? JSON.stringify(proofOrder(order)) : null;
  useEffect(() => {
    if (asked === null) {
      attempt(usePosterDesk.getState().proveColours(null));
      return undefined;
    }
    const timer = setTimeout(() => {
      attempt(usePosterDesk.getState().proveColours(JSON.parse(asked) as SoftProofOrder));
    }, PROVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [asked, revision]);
  const proof = usePosterDesk((state) => state.softProof?.result ?? null);
  useEffect(() => {
    if (proof === null) return undefined;
    let isWanted = true;
    const load = async (): Promise<void> => {
      const image = await loadPicture(proofUrl(proof.jobId, 'printed'));
      if (isWanted) setPicture({ jobId: proof.jobId, image });
    };
    attempt(load());
    return () => {
      isWanted = false;
    };
  }, [proof]);
  return picture !== null && picture.jobId === proof?.jobId ? picture.image : null;
}

function proofOrder({ mosaicId, placement, sheet, profile, tint }: PosterOrder): SoftProofOrder {
  return { mosaicId, placement, sheet, profile, tint };
}

export function usePosterKeys(options: {
  isActive: boolean;
  exportPoster: () => void;
  share: () => void;
  toggleLines: () => void;
  toggleProof: () => void;
}): void {
  const { isActive, exportPoster, share, toggleLines, toggleProof } = options;
  useKeys(
    'poster',
    {
      printPoster: exportPoster,
      sharePoster: share,
      toggleLines,
      softProof: toggleProof,
      turnSheet: () => {
        const { settings, changeSheet } = usePoster.getState();
        if (settings === null) return;
        const { sheet } = settings;
        changeSheet(oriented(sheet, orientationOf(sheet) === 'portrait' ? 'landscape' : 'portrait'));
      },
      toggleCropMarks: () => {
        const { settings, changeSheet } = usePoster.getState();
        if (settings !== null) changeSheet({ cropMarks: !settings.sheet.cropMarks });
      },
      toggleUnit: () => {
        const { unit, setUnit } = usePoster.getState();
        setUnit(unit === 'cm' ? 'in' : 'cm');
      },
      undoPoster: () => usePoster.getState().undo(),
      redoPoster: () => usePoster.getState().redo(),
    },
    { isActive },
  );
}
