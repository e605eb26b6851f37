/**
 * @file From a project's weight settings to one weight a cell. Node, no Electron. Fields are kept, so that a stroke costs
 * only itself: the preset's field, and the last painted ones for the next stroke and for undo.
 */
import { inflateRawSync, deflateRawSync } from 'node:zlib';
import { DESCRIPTOR_SIDE } from '../../core/descriptor.ts';
import type { Grid } from '../../core/grid.ts';
import { edgeImportance } from '../../core/weights/edges.ts';
import type { RgbRaster } from '../../core/quality/errors.ts';
import type { ImportanceField } from '../../core/weights/importance.ts';
import { importanceFromMask, maskFromImportance } from '../../core/weights/mask.ts';
import { paintImportance } from '../../core/weights/paint.ts';
import { presetImportance } from '../../core/weights/presets.ts';
import type { GreyMask, TargetRegions, WeightGeometry } from '../../core/weights/regions.ts';
import {
  emphasiseEdges,
  type PixelWeighting,
  pixelWeighting,
  refinedToPixels,
} from '../../core/weights/pixel-weights.ts';
import { cellPixelWeights, cellWeights } from '../../core/weights/weights.ts';
import type { PaintStroke, ScoringSettings } from '../../shared/project.ts';
import type { StoredMask, Weighting } from './settings.ts';

/** A mask is a picture of the whole target. */
const WHOLE_TARGET = { left: 0, top: 0, width: 1, height: 1 };

/** Painted fields that are kept. */
const KEPT_FIELDS = 12;

const PIXELS_PER_CELL = DESCRIPTOR_SIDE * DESCRIPTOR_SIDE;

/** What of the scoring decides weights. */
type PixelScoring = Pick<ScoringSettings, 'pixelWeights' | 'edgeEmphasis'>;

/** Weights of cells; `shares` are null where all pixels of a cell count the same. See core/weights/pixel-weights.ts. */
export type GoalWeights = Omit<PixelWeighting, 'shares'> & { shares: Uint8Array | null };

export class CellWeights {
  readonly geometry: WeightGeometry;
  readonly #cellDescriptors: Uint8Array;
  #regions: TargetRegions = { faces: [], persons: null };
  #base: { key: string; field: ImportanceField } | null = null;
  #edgeField: ImportanceField | null = null;
  #painted: { strokes: readonly PaintStroke[]; field: ImportanceField }[] = [];

  constructor(grid: Grid, targetAspect: number, cellDescriptors: Uint8Array) {
    this.geometry = weightGeometry(grid, targetAspect);
    this.#cellDescriptors = cellDescriptors;
  }

  /** What vision found; without it faces and people weigh nothing. */
  setRegions(regions: TargetRegions): void {
    if (regions === this.#regions) return;
    this.#regions = regions;
    this.#base = null;
  }

  /** What the cells weigh, and their pixels where the scoring asks for that. */
  weights(weighting: Weighting, scoring: PixelScoring): GoalWeights {
    const field = this.importance(weighting);
    const weights = cellWeights(field, weighting.strength);
    if (!scoring.pixelWeights && !scoring.edgeEmphasis) return { weights, shares: null, means: weights };
    const pixels = scoring.pixelWeights
      ? cellPixelWeights(refinedToPixels(field), weighting.strength)
      : Float32Array.from(
          { length: weights.length * PIXELS_PER_CELL },
          (_, at) => weights[Math.floor(at / PIXELS_PER_CELL)]!,
        );
    if (scoring.edgeEmphasis) emphasiseEdges(pixels, this.#edges());
    return pixelWeighting(pixels);
  }

  /** The target's edges, one sample a pixel; worked out once. */
  #edges(): ImportanceField {
    this.#edgeField ??= edgeImportance(this.geometry, this.#cellDescriptors, 0, DESCRIPTOR_SIDE);
    return this.#edgeField;
  }

  importance(weighting: Weighting): ImportanceField {
    const base = this.#baseField(weighting);
    const { strokes } = weighting;
    let from = { strokes: [] as readonly PaintStroke[], field: base };
    for (const known of this.#painted) {
      if (known.strokes.length > from.strokes.length && isPrefix(known.strokes, strokes)) from = known;
    }
    if (from.strokes.length === strokes.length) return from.field;
    const field = paintImportance(from.field, this.geometry, strokes.slice(from.strokes.length));
    this.#painted = [{ strokes, field }, ...this.#painted].slice(0, KEPT_FIELDS);
    return field;
  }

  #baseField({ preset, reach, mask }: Weighting): ImportanceField {
    const key = mask === null ? `${preset} ${reach}` : mask.deflated;
    if (this.#base?.key === key) return this.#base.field;
    const sources = { regions: this.#regions, cellDescriptors: this.#cellDescriptors };
    const field =
      mask === null
        ? presetImportance(this.geometry, sources, { preset, reach })
        : importanceFromMask(unpackMask(mask), this.geometry, WHOLE_TARGET);
    this.#base = { key, field };
    this.#painted = [];
    return field;
  }
}

/** True if vision has to look at the target for these settings. */
export function needsVision({ preset, mask }: Pick<Weighting, 'preset' | 'mask'>): boolean {
  return mask === null && (preset === 'faces' || preset === 'people');
}

/** The part of the target that the grid shows: its centre, cut to columns : rows, as imaging samples it. */
export function weightGeometry({ columns, rows }: Grid, targetAspect: number): WeightGeometry {
  const gridAspect = columns / rows;
  const width = Math.min(1, gridAspect / targetAspect);
  const height = Math.min(1, targetAspect / gridAspect);
  const crop = { left: (1 - width) / 2, top: (1 - height) / 2, width, height };
  return { columns, rows, crop, targetAspect };
}

/** How bright each pixel of a picture is: luma of Rec. 709. */
export function greyOf({ data, widthPx, heightPx }: RgbRaster): GreyMask {
  const grey = Uint8Array.from({ length: widthPx * heightPx }, (_, at) =>
    Math.round(0.2126 * data[at * 3]! + 0.7152 * data[at * 3 + 1]! + 0.0722 * data[at * 3 + 2]!),
  );
  return { widthPx, heightPx, data: grey };
}

export function packMask(name: string, mask: GreyMask): StoredMask {
  const { widthPx, heightPx, data } = mask;
  return { name, widthPx, heightPx, deflated: deflateRawSync(data, { level: 9 }).toString('base64') };
}

export function unpackMask({ widthPx, heightPx, deflated }: StoredMask): GreyMask {
  const data = new Uint8Array(inflateRawSync(Buffer.from(deflated, 'base64')));
  return { widthPx, heightPx, data };
}

/** The importance over the whole target, grey: what lies outside the crop is black. */
export function wholeTargetMask(field: ImportanceField, geometry: WeightGeometry): GreyMask {
  const inside = maskFromImportance(field);
  const { crop } = geometry;
  const widthPx = Math.round(inside.widthPx / crop.width);
  const heightPx = Math.round(inside.heightPx / crop.height);
  const left = Math.round(crop.left * widthPx);
  const top = Math.round(crop.top * heightPx);
  const data = new Uint8Array(widthPx * heightPx);
  for (let y = 0; y < inside.heightPx; y++) {
    const row = inside.data.subarray(y * inside.widthPx, (y + 1) * inside.widthPx);
    data.set(row, (top + y) * widthPx + left);
  }
  return { widthPx, heightPx, data };
}

function isPrefix(prefix: readonly PaintStroke[], strokes: readonly PaintStroke[]): boolean {
  return prefix.length <= strokes.length && prefix.every((stroke, at) => stroke === strokes[at]);
}
