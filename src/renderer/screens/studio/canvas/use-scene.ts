/** @file The scene in its host element, and everything of the stores that it shows. Runs in the window. */
import { useEffect, useMemo, useState } from 'react';
import type { TargetSummary } from '../../../../shared/mosaic.ts';
import { notify } from '../../../components/notices.tsx';
import { targetUrl } from '../../../photo-urls.ts';
import { useMosaic } from '../../../stores/mosaic.ts';
import { useTools } from '../../../stores/mosaic-tools.ts';
import { useProject } from '../../../stores/project.ts';
import { mapPixels } from '../map-colours.ts';
import { useMapValues } from '../map-values.ts';
import { createScene } from './create-scene.ts';
import type { MosaicScene } from './scene.ts';
import { targetPlace } from './target-place.ts';
import type { Grid, Size, Viewport } from './viewport.ts';

/** The scene in the host element; null until it can draw. */
export function useScene(host: React.RefObject<HTMLDivElement | null>, size: Size): MosaicScene | null {
  const [scene, setScene] = useState<MosaicScene | null>(null);
  useEffect(() => {
    if (host.current === null) return undefined;
    const element = host.current;
    const life = new AbortController();
    let created: MosaicScene | null = null;
    const start = async (): Promise<void> => {
      const ready = await createScene(element, { widthPx: 300, heightPx: 300 }, window.devicePixelRatio);
      if (life.signal.aborted) {
        ready.destroy();
        return;
      }
      created = ready;
      setScene(ready);
    };
    start().catch(() => warn('This computer offers no WebGL, which the mosaic view needs.'));
    return () => {
      life.abort();
      created?.destroy();
      setScene(null);
    };
  }, [host]);
  const { widthPx, heightPx } = size;
  useEffect(() => {
    if (widthPx > 0 && heightPx > 0) scene?.resize({ widthPx, heightPx }, window.devicePixelRatio);
  }, [scene, widthPx, heightPx]);
  return scene;
}

/** Viewport, grid, target and interim picture. */
export function useGround(
  scene: MosaicScene | null,
  target: TargetSummary,
  grid: Grid,
  viewport: Viewport,
): void {
  const { plan, run, view, interim } = useMosaic();
  const { scale, leftPx, topPx } = viewport;
  const { columns, rows } = grid;
  useEffect(() => scene?.setViewport({ scale, leftPx, topPx }), [scene, scale, leftPx, topPx]);
  const hasGridLines = plan !== null && view === null && run === null;
  useEffect(() => scene?.setGrid({ columns, rows }, hasGridLines), [scene, columns, rows, hasGridLines]);
  useEffect(() => {
    scene?.setTarget(targetUrl(target.targetId)).catch(() => warn('The target cannot be shown.'));
  }, [scene, target.targetId]);
  useEffect(() => {
    if (run !== null) scene?.setInterim(interim?.picture ?? null, run.grid);
    else scene?.setInterim(null, { columns: 1, rows: 1 });
  }, [scene, interim, run]);
}

/** The placements, which of them are shown, and how. */
export function usePlacements(scene: MosaicScene | null): void {
  const { view, shown } = useMosaic();
  const { placement, comparisons } = useProject();
  const { compareWith, divider } = useTools();
  const mosaicId = view?.mosaicId ?? null;
  useEffect(() => {
    scene
      ?.setMosaic(mosaicId === null ? null : useMosaic.getState().view)
      .catch(() => warn('Some tiles cannot be shown; their mean colour is.'));
  }, [scene, mosaicId]);
  const atlas = view?.atlas ?? null;
  useEffect(() => {
    if (atlas !== null) void scene?.growAtlas(atlas);
  }, [scene, atlas]);
  useEffect(() => scene?.setPlacement('optimal', placement, true), [scene, placement]);
  const greedy = comparisons.greedy ?? null;
  const plain = comparisons.plain ?? null;
  useEffect(() => scene?.setPlacement('greedy', greedy, false), [scene, greedy]);
  useEffect(() => scene?.setPlacement('plain', plain, false), [scene, plain]);
  useEffect(() => scene?.show(view === null ? 'target' : shown), [scene, shown, view]);
  const left = view === null ? null : compareWith;
  useEffect(() => scene?.compare(left, divider), [scene, left, divider]);
}

/** The map over the picture, the outlines of faces with it, and the blur of distance. */
export function useOverlays(
  scene: MosaicScene | null,
  target: TargetSummary,
  grid: Grid,
  blurSigmaPx: number | null,
): void {
  const values = useMapValues();
  const opacity = useTools((tools) => tools.mapOpacity);
  const vision = useProject((state) => state.project?.vision ?? null);
  const isWeightMap = useTools((tools) => tools.map === 'weights');
  const { columns, rows } = grid;
  useEffect(() => {
    if (values === null || values.values.length !== columns * rows) scene?.setMap(null);
    else scene?.setMap({ columns, rows, rgba: mapPixels(values.values, values.scale) });
  }, [scene, values, columns, rows]);
  useEffect(() => scene?.setMapOpacity(opacity), [scene, opacity]);
  const outlines = useMemo(() => {
    if (vision === null || !isWeightMap) return [];
    const place = targetPlace(target, { columns, rows });
    return vision.faces.flatMap((face) =>
      [face.oval, face.leftEye, face.rightEye, face.mouth].map((outline) => {
        const points: number[] = [];
        for (let at = 0; at + 1 < outline.length; at += 2) {
          const { column, row } = place.toCells(outline[at]!, outline[at + 1]!);
          points.push(column, row);
        }
        return points;
      }),
    );
  }, [vision, isWeightMap, target, columns, rows]);
  useEffect(() => scene?.marks.setFaces(outlines), [scene, outlines]);
  const isBlurred = blurSigmaPx !== null;
  useEffect(() => scene?.setFilter(isBlurred ? 'url(#viewing-blur)' : null), [scene, isBlurred]);
}

function warn(message: string): void {
  notify({ tone: 'warning', message });
}
