/**
 * @file What every photo of a large pool is worth at most to a placement that was found without it: by kernel, a few
 * photos against all cells at a time, so that no whole matrix is ever held. Runs in the engine process; the threads score.
 */
import { FORBIDDEN_COST } from '../core/assignment/matrix.ts';
import { DESCRIPTOR_BYTES } from '../core/descriptor.ts';
import {
  descriptorVectors,
  mirroredVectors,
  vectorSpace,
  type VectorSpace,
} from '../core/descriptor-vectors.ts';
import type { HandlerContext } from '../processes/contract.ts';
import { ScoringKernel, scoringLayout, type ScoringLayout, type ScoringShape } from '../kernels/scoring.ts';
import type { MosaicOpenRequest, MosaicProof, SolveProgress } from './contract.ts';
import type { MosaicRules } from './mosaic-rules.ts';
import { SessionThreads } from './session-threads.ts';
import { CONTROL_WORDS } from './thread-contract.ts';
import type { ThreadCrew } from './thread-crew.ts';

const PAGE_BYTES = 65_536;
/** For the costs of the photos looked at together: small beside any session, large enough to keep all threads busy. */
const STRIP_BYTES = 64 * 2 ** 20;
const MOST_PHOTOS = 2_048;
const FEWEST_PHOTOS = 64;

/** What photos are worth; each array has one entry a photo. */
export interface PhotoPrices {
  /**
   * The least of cost - cell dual over the cells the photo may be in: no photo dual can be larger. Infinite for photos
   * that may be nowhere.
   */
  slacks: Float64Array;
  /** The cell of that. */
  cells: Int32Array;
}

/** Where things lie, and the memory that takes. */
function pricingLayout(shape: ScoringShape): ScoringLayout {
  const fitting = Math.floor(STRIP_BYTES / (shape.cellCount * 4 * 16)) * 16;
  const photoCount = Math.min(MOST_PHOTOS, Math.max(FEWEST_PHOTOS, fitting));
  return scoringLayout({ ...shape, photoCount }, PAGE_BYTES + shape.cellCount * photoCount * 4);
}

/** Memory that pricing takes beside a session. */
export function pricingBytes(shape: ScoringShape): number {
  return Math.ceil(pricingLayout(shape).end / PAGE_BYTES) * PAGE_BYTES;
}

export class PhotoPricing {
  readonly memoryBytes: number;
  readonly #crops: readonly Uint8Array[];
  readonly #space: VectorSpace;
  readonly #layout: ScoringLayout;
  readonly #kernel: ScoringKernel;
  readonly #matrix: Int32Array;
  readonly #threads: SessionThreads;

  /** Takes a valid opening and the memory. */
  constructor(
    { sessionId, photoDescriptors, photoEnds = [], scoring }: MosaicOpenRequest,
    shape: ScoringShape,
    crew: ThreadCrew,
  ) {
    this.#crops = [photoDescriptors, ...photoEnds];
    this.#space = vectorSpace(scoring.descriptorSide, scoring.colourSpace);
    this.#layout = pricingLayout(shape);
    this.memoryBytes = pricingBytes(shape);
    const pages = this.memoryBytes / PAGE_BYTES;
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    const { cellCount, rowStride, photoCount } = this.#layout;
    this.#matrix = new Int32Array(memory.buffer, PAGE_BYTES, cellCount * rowStride);
    this.#kernel = new ScoringKernel(memory, this.#layout, PAGE_BYTES);
    this.#threads = new SessionThreads(
      {
        sessionId: `${sessionId} pricing`,
        memory,
        control: new SharedArrayBuffer(CONTROL_WORDS * 4),
        matrixAt: PAGE_BYTES,
        layout: this.#layout,
        columnCount: photoCount,
        requiredColumns: new Int32Array(0),
        quotas: [],
        solverAt: [this.#layout.end, this.#layout.end],
        solverBytes: 0,
        cellOrder: new Int32Array(0),
      },
      crew,
    );
  }

  /**
   * Prices all photos. Pinned cells have their photo, so they are no cells for others.
   * @throws SmaltiError CANCELLED
   */
  async price(
    proof: MosaicProof,
    cellDescriptors: Uint8Array,
    rules: MosaicRules,
    context: HandlerContext<SolveProgress>,
  ): Promise<PhotoPrices> {
    this.#writeCells(proof, cellDescriptors);
    const { cellCount, photoCount: together } = this.#layout;
    const total = this.#crops[0]!.length / DESCRIPTOR_BYTES;
    const slacks = new Float64Array(total).fill(Infinity);
    const cells = new Int32Array(total);
    const rows = Int32Array.from({ length: cellCount }, (_, cell) => cell);
    const cancel = (): void => this.#threads.cancel();
    this.#threads.begin(context.signal);
    context.signal.addEventListener('abort', cancel);
    try {
      for (let first = 0; first < total; first += together) {
        context.report({ phase: 'proving', done: first, total });
        const end = Math.min(total, first + together);
        const bytes = (descriptors: Uint8Array): Uint8Array =>
          descriptors.subarray(first * DESCRIPTOR_BYTES, end * DESCRIPTOR_BYTES);
        this.#kernel.writePhotos(this.#crops.map((crop) => descriptorVectors(bytes(crop), this.#space)));
        await this.#threads.score(rows, { ...context, report: () => {} });
        this.#forbid(rules, first, end);
        this.#leastOf(slacks.subarray(first, end), cells.subarray(first, end), proof.cellDuals, rules);
      }
    } finally {
      context.signal.removeEventListener('abort', cancel);
    }
    for (const { photo, cell } of rules.bans()) if (cell === null) slacks[photo] = Infinity;
    return { slacks, cells };
  }

  async close(): Promise<void> {
    this.#threads.cancel();
    await this.#threads.detach();
  }

  /** The cells as the proof weighs them. */
  #writeCells({ cellFactors, pixelWeights }: MosaicProof, cellDescriptors: Uint8Array): void {
    const vectors = descriptorVectors(cellDescriptors, this.#space);
    this.#kernel.writeCells(0, vectors, this.#layout.mirror ? mirroredVectors(vectors, this.#space) : null);
    cellFactors.forEach((factor, cell) => this.#kernel.writeFactor(cell, factor));
    this.#kernel.clearAllPixelWeights();
    const { length } = this.#space;
    pixelWeights.cells.forEach((cell, at) => {
      const own = Int16Array.from(pixelWeights.weights.subarray(at * length, (at + 1) * length));
      this.#kernel.writePixelWeights(cell, own, mirroredVectors(own, this.#space));
    });
  }

  #forbid(rules: MosaicRules, first: number, end: number): void {
    for (const { photo, cell } of rules.bans()) {
      if (cell === null || photo < first || photo >= end) continue;
      this.#matrix[cell * this.#layout.rowStride + photo - first] = FORBIDDEN_COST;
    }
  }

  #leastOf(slacks: Float64Array, cells: Int32Array, cellDuals: Int32Array, rules: MosaicRules): void {
    const { rowStride } = this.#layout;
    for (let cell = 0; cell < cellDuals.length; cell++) {
      if (rules.pinnedPhoto(cell) !== undefined) continue;
      const row = this.#matrix.subarray(cell * rowStride, cell * rowStride + slacks.length);
      const dual = cellDuals[cell]!;
      for (let photo = 0; photo < slacks.length; photo++) {
        const slack = row[photo]! - dual;
        if (slack >= slacks[photo]! || row[photo]! >= FORBIDDEN_COST) continue;
        slacks[photo] = slack;
        cells[photo] = cell;
      }
    }
  }
}

/**
 * Photos that could make a placement better, best first but for each cell in turn: those of one cell do much the same
 * for it, so the second of them promises less than its price. After them those that are there already, so that only
 * as many go as come: whoever goes too soon comes back. Then the others; both by price.
 */
export function mostPromising(
  { slacks, cells, unusedDual }: PhotoPrices & { unusedDual: number },
  isThere: (photo: number) => boolean,
): Int32Array {
  const bySlack = Int32Array.from(slacks.keys()).sort((a, b) => slacks[a]! - slacks[b]! || a - b);
  const seenInCell = new Map<number, number>();
  const there = slacks.length;
  const turn = Int32Array.from(slacks.keys(), (photo) => (isThere(photo) ? there : there + 1));
  for (const photo of bySlack) {
    if (slacks[photo]! >= unusedDual) break;
    const seen = seenInCell.get(cells[photo]!) ?? 0;
    seenInCell.set(cells[photo]!, seen + 1);
    turn[photo] = seen;
  }
  return bySlack.sort((a, b) => turn[a]! - turn[b]!);
}
