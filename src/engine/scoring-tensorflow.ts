/**
 * @file Scoring by TensorFlow.js matrix products, beside the own kernel, to compare: the native library where it is
 * installed, its WebAssembly build elsewhere. Runs on the engine's main thread, in strips between which it answers.
 *
 * The costs are the same integers: centred bytes are at most 128 in size, so a product of two vectors and all its partial
 * sums stay below 768 x 128^2 < 2^24, where 32-bit floats hold every integer. That is not so for OKLab vectors, and pixel
 * weights have no form as one product; both are refused.
 */
import type * as TensorFlow from '@tensorflow/tfjs-core';
import { pairCost } from '../core/cost.ts';
import type { HandlerContext } from '../processes/contract.ts';
import { SmaltiError } from '../shared/errors.ts';
import { startBackend } from '../vision/backend.ts';
import type { SolveProgress } from './contract.ts';
import type { MosaicCosts } from './mosaic-costs.ts';
import { cancelledError, type ScoringBackend } from './scoring-backend.ts';

const STRIP_ROWS = 64;

export class TensorFlowScoring implements ScoringBackend {
  #started: Promise<Photos> | undefined;

  /** @throws SmaltiError REQUEST_INVALID for OKLab and for pixel weights */
  constructor(private readonly costs: MosaicCosts) {
    if (costs.space.colourSpace === 'srgb' && costs.cells.pixelWeights.size === 0) return;
    throw new SmaltiError(
      'REQUEST_INVALID',
      'TensorFlow.js scores sRGB descriptors without pixel weights only.',
      'Choose the kernel as scoring backend.',
    );
  }

  async score(rows: Int32Array, context: HandlerContext<SolveProgress>): Promise<void> {
    this.#started ??= loadPhotos(this.costs);
    const photos = await this.#started;
    for (let first = 0; first < rows.length; first += STRIP_ROWS) {
      if (context.signal.aborted) throw cancelledError();
      this.#scoreStrip(rows.subarray(first, first + STRIP_ROWS), photos);
      context.report({
        phase: 'scoring',
        done: Math.min(first + STRIP_ROWS, rows.length),
        total: rows.length,
      });
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  release(): void {
    void this.#started?.then(({ crops }) => {
      for (const { matrix } of crops) matrix.dispose();
    });
    this.#started = undefined;
  }

  #scoreStrip(rows: Int32Array, photos: Photos): void {
    const { cells } = this.costs;
    const { photoCount } = this.costs;
    const variants = photos.crops.flatMap(({ matrix, norms }) =>
      [cells.vectors, ...(cells.mirrored === null ? [] : [cells.mirrored])].map((vectors) => ({
        products: this.#products(rows, vectors, photos.tf, matrix),
        norms,
      })),
    );
    rows.forEach((cell, at) => {
      const out = this.costs.row(cell);
      const factor = cells.factors[cell]!;
      const norm = this.#norm(cell);
      for (let photo = 0; photo < photoCount; photo++) {
        let least = Infinity;
        for (const { products, norms } of variants) {
          least = Math.min(least, norms[photo]! - 2 * products[at * photoCount + photo]!);
        }
        out[photo] = pairCost(norm + least, factor);
      }
      this.costs.padRow(cell);
    });
  }

  /** Products of these cells with all photos, cell by cell. */
  #products(
    rows: Int32Array,
    vectors: Int16Array,
    tf: Photos['tf'],
    matrix: TensorFlow.Tensor2D,
  ): Float32Array {
    const { length } = this.costs.space;
    const strip = new Float32Array(rows.length * length);
    rows.forEach((cell, at) => strip.set(vectors.subarray(cell * length, (cell + 1) * length), at * length));
    return tf.tidy(() => tf.matMul(tf.tensor2d(strip, [rows.length, length]), matrix).dataSync<'float32'>());
  }

  #norm(cell: number): number {
    const { length } = this.costs.space;
    let sum = 0;
    for (let k = cell * length; k < (cell + 1) * length; k++) sum += this.costs.cells.vectors[k]! ** 2;
    return sum;
  }
}

interface Photos {
  tf: typeof TensorFlow;
  crops: {
    /** length x photoCount: the backends multiply far faster by a matrix that is transposed already. */
    matrix: TensorFlow.Tensor2D;
    norms: Float64Array;
  }[];
}

async function loadPhotos(costs: MosaicCosts): Promise<Photos> {
  const { tf } = await startBackend();
  const { photoCount } = costs;
  const { length } = costs.space;
  const crops = Array.from({ length: costs.plan.layout.cropCount }, (_, crop) => {
    const transposed = new Float32Array(photoCount * length);
    const norms = new Float64Array(photoCount);
    for (let photo = 0; photo < photoCount; photo++) {
      costs.photoVectors(photo)[crop]!.forEach((value, k) => {
        transposed[k * photoCount + photo] = value;
        norms[photo]! += value * value;
      });
    }
    return { matrix: tf.tensor2d(transposed, [length, photoCount]), norms };
  });
  return { tf, crops };
}
