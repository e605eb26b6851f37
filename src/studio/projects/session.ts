/**
 * @file One mosaic's session in the engine: brings it from what it holds to what is wanted, by the fewest edits, and makes
 * it again from the wanted state if the engine has lost it. Node, no Electron. One request at a time.
 */
import { isDeepStrictEqual } from 'node:util';
import type {
  EngineContract,
  MosaicEdit,
  MosaicProof,
  MosaicReport,
  MosaicSolver,
  PixelWeights,
  PlacementRules,
  ScoringOptions,
  SolveProgress,
} from '../../engine/contract.ts';
import { DESCRIPTOR_SIDE } from '../../core/descriptor.ts';
import type { ProcessClient, RequestOptions } from '../../processes/contract.ts';
import { serializeError } from '../../shared/errors.ts';
import type { ScoringSettings } from '../../shared/project.ts';
import { goalLooks, shownCrops } from './goal-looks.ts';
import { canonicalTwins } from './twins.ts';

const PIXELS_PER_CELL = DESCRIPTOR_SIDE * DESCRIPTOR_SIDE;

/** What a placement is wanted for. Photos by their place in the pool. */
export interface PlacementGoal {
  weights: Float32Array;
  /** Sixteenths of them with which the pixels count, 256 a cell; null: all pixels of a cell count the same. */
  shares: Uint8Array | null;
  /** What the pixels of each cell count on average. */
  shownWeights: Float32Array;
  scoring: ScoringSettings;
  /** Crops that may be shown (core/kept-crops.ts), one byte a photo; null: all that the scoring allows. */
  keptCrops: Uint8Array | null;
  /** On how often photos may and must be used; null: each at most once. */
  rules: PlacementRules | null;
  /** Cell -> photo. */
  pins: ReadonlyMap<number, number>;
  bans: readonly { photo: number; cell: number | null }[];
}

export interface SessionMaterial {
  sessionId: string;
  photoDescriptors: Uint8Array;
  photoEnds: Uint8Array[];
  cellDescriptors: Uint8Array;
}

type Options = RequestOptions<SolveProgress>;

export class PlacementSession {
  readonly #engine: ProcessClient<EngineContract>;
  readonly #material: SessionMaterial;
  readonly #onNotice: (message: string) => void;
  /** What the engine's session holds; null while it has none. */
  #held: PlacementGoal | null = null;
  /** Requests take turns: what one makes of the session the next has to know. */
  #turn: Promise<unknown> = Promise.resolve();
  /** Edits of a request that ended without a reply: nobody knows whether they were made. */
  #doubtful: MosaicEdit[] = [];

  constructor(
    engine: ProcessClient<EngineContract>,
    material: SessionMaterial,
    onNotice: (message: string) => void,
  ) {
    this.#engine = engine;
    this.#material = material;
    this.#onNotice = onNotice;
  }

  /** The proven optimum for the goal. If the engine dies it is asked once more, from the whole goal. */
  async optimum(goal: PlacementGoal, options: Options): Promise<MosaicReport> {
    const looks = goalLooks(this.#material, goal);
    const report = await this.#survivingDeath(() => this.#bring(goal, options));
    const photoOfCell = canonicalTwins(report.photoOfCell, looks, goal);
    return { ...report, photoOfCell, crops: shownCrops(looks, photoOfCell, report.crops) };
  }

  /**
   * Opens the session for goals like this one, before any pair is compared. Whatever becomes of it, the next request makes
   * the session what it needs.
   * @throws what the engine says
   */
  prepare(goal: PlacementGoal): Promise<void> {
    const opening = this.#turn.then(() => this.#open(goal, {}, true));
    this.#turn = opening.catch(() => {});
    return opening;
  }

  /** Another solver's placement for the same goal. */
  compared(goal: PlacementGoal, solver: MosaicSolver, options: Options): Promise<MosaicReport> {
    return this.#survivingDeath(async () => {
      const { sessionId } = this.#material;
      if (this.#held === null || !isSameProblem(this.#held, goal)) await this.#open(goal, options);
      const edits = this.#editsTowards(goal);
      if (edits.length > 0) await this.#edit(goal, edits, options);
      const report = await this.#engine.request('mosaic.solve', { sessionId, solver }, options);
      const crops = shownCrops(goalLooks(this.#material, goal), report.photoOfCell, report.crops);
      return { ...report, crops };
    });
  }

  /** Alternatives for a cell under the goal, in the order of the least total. */
  candidates(
    goal: PlacementGoal,
    cell: number,
    count: number,
  ): Promise<EngineContract['mosaic.candidates'][1]> {
    return this.#survivingDeath(async () => {
      if (this.#held === null || !isSameProblem(this.#held, goal) || this.#editsTowards(goal).length > 0) {
        await this.#bring(goal, {});
      }
      const list = await this.#engine.request('mosaic.candidates', {
        sessionId: this.#material.sessionId,
        cell,
        count,
      });
      return { ...list, crops: shownCrops(goalLooks(this.#material, goal), list.photos, list.crops) };
    });
  }

  proof(): Promise<MosaicProof> {
    return this.#engine.request('mosaic.proof', { sessionId: this.#material.sessionId });
  }

  /** Gives the engine's memory back; the next request makes the session again. */
  close(): Promise<void> {
    const closing = this.#turn.then(() => this.#release());
    this.#turn = closing.catch(() => {});
    return closing;
  }

  async #release(): Promise<void> {
    if (this.#held === null) return;
    this.#held = null;
    await this.#engine.request('mosaic.close', { sessionId: this.#material.sessionId });
  }

  async #bring(goal: PlacementGoal, options: Options): Promise<MosaicReport> {
    if (this.#held !== null && !isSameProblem(this.#held, goal)) this.#held = null;
    if (this.#held === null) await this.#open(goal, options);
    const edits = this.#editsTowards(goal);
    if (edits.length > 0) return this.#edit(goal, edits, options);
    const { sessionId } = this.#material;
    return this.#engine.request('mosaic.solve', { sessionId, solver: 'optimal' }, options);
  }

  async #open(goal: PlacementGoal, options: Options, isScoredLater = false): Promise<void> {
    const { sessionId, cellDescriptors } = this.#material;
    const [photoDescriptors, ...photoEnds] = goalLooks(this.#material, goal).variants;
    const request = {
      sessionId,
      cellDescriptors,
      photoDescriptors: photoDescriptors!,
      ...(photoEnds.length > 0 ? { photoEnds } : {}),
      ...(goal.shares === null ? {} : { pixelWeights: allPixelWeights(goal.shares) }),
      cellWeights: goal.weights,
      scoring: scoringOptions(goal.scoring),
      ...(goal.rules === null ? {} : { rules: goal.rules }),
      isScoredLater,
    };
    await this.#engine.request('mosaic.open', request, options);
    this.#held = { ...goal, pins: new Map(), bans: [] };
    this.#doubtful = [];
  }

  async #edit(goal: PlacementGoal, edits: MosaicEdit[], options: Options): Promise<MosaicReport> {
    const { sessionId } = this.#material;
    try {
      const report = await this.#engine.request('mosaic.edit', { sessionId, edits }, options);
      this.#held = goal;
      this.#doubtful = [];
      return report;
    } catch (error) {
      this.#doubtful = [...this.#doubtful, ...edits];
      throw error;
    }
  }

  /** What has to be told so that the session holds the goal. Telling what it knows already does no harm. */
  #editsTowards(goal: PlacementGoal): MosaicEdit[] {
    const held = this.#held!;
    const doubt = doubtsOf(this.#doubtful);
    const cells: number[] = [];
    goal.weights.forEach((weight, cell) => {
      const isSame = weight === held.weights[cell] && isSameShare(goal.shares, held.shares, cell);
      if (!isSame || doubt.weights.has(cell)) cells.push(cell);
    });
    const edits: MosaicEdit[] = [];
    if (cells.length > 0) {
      const weights = Float32Array.from(cells, (cell) => goal.weights[cell]!);
      const pixelWeights = goal.shares === null ? {} : { pixelWeights: sharesOf(goal.shares, cells) };
      edits.push({ kind: 'weights', cells: Int32Array.from(cells), weights, ...pixelWeights });
    }
    // What forbids less comes first, so that no state on the way forbids more than the goal does.
    for (const cell of new Set([...held.pins.keys(), ...doubt.pins])) {
      if (goal.pins.get(cell) === undefined) edits.push({ kind: 'unpin', cell });
    }
    const wanted = new Map(goal.bans.map((ban) => [banKey(ban), ban]));
    const known = new Map([...held.bans, ...doubt.bans].map((ban) => [banKey(ban), ban]));
    const isDoubtful = new Set(doubt.bans.map(banKey));
    for (const [key, ban] of known) if (!wanted.has(key)) edits.push({ kind: 'unban', ...ban });
    for (const [key, ban] of wanted) {
      if (!known.has(key) || isDoubtful.has(key)) edits.push({ kind: 'ban', ...ban });
    }
    for (const [cell, photo] of goal.pins) {
      if (held.pins.get(cell) !== photo || doubt.pins.has(cell)) edits.push({ kind: 'pin', cell, photo });
    }
    return edits;
  }

  #survivingDeath<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(() => this.#repeatedAfterDeath(work));
    this.#turn = result.catch(() => {});
    return result;
  }

  async #repeatedAfterDeath<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      const { code } = serializeError(error);
      // The process that died for another mosaic has lost this session too.
      if (code !== 'PROCESS_EXITED' && !(code === 'JOB_UNKNOWN' && this.#held !== null)) throw error;
      this.#held = null;
      if (code === 'PROCESS_EXITED') {
        this.#onNotice(
          'The optimiser stopped unexpectedly and was started again; the mosaic is being solved anew.',
        );
      }
      return work();
    }
  }
}

/** The cells, pins and bans that some edits touch. */
function doubtsOf(edits: readonly MosaicEdit[]): {
  weights: Set<number>;
  pins: Set<number>;
  bans: { photo: number; cell: number | null }[];
} {
  const weights = new Set<number>();
  const pins = new Set<number>();
  const bans: { photo: number; cell: number | null }[] = [];
  for (const edit of edits) {
    if (edit.kind === 'weights') for (const cell of edit.cells) weights.add(cell);
    else if (edit.kind === 'pin' || edit.kind === 'unpin') pins.add(edit.cell);
    else if (edit.kind === 'ban' || edit.kind === 'unban') bans.push({ photo: edit.photo, cell: edit.cell });
  }
  return { weights, pins, bans };
}

function banKey({ photo, cell }: { photo: number; cell: number | null }): string {
  return `${photo} ${cell ?? 'everywhere'}`;
}

/** The settings as the engine calls them; crops are its material, not an option. */
export function scoringOptions({ colourSpace, mirror }: ScoringSettings): ScoringOptions {
  return { descriptorSide: 16, colourSpace, mirror };
}

/** False if the engine has to open another session for the other goal. */
function isSameProblem(a: PlacementGoal, b: PlacementGoal): boolean {
  return (
    a.scoring.colourSpace === b.scoring.colourSpace &&
    a.scoring.mirror === b.scoring.mirror &&
    a.scoring.crops === b.scoring.crops &&
    (a.shares === null) === (b.shares === null) &&
    isSameBytes(a.keptCrops, b.keptCrops) &&
    isDeepStrictEqual(a.rules, b.rules)
  );
}

function isSameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === b || (a !== null && b !== null && Buffer.compare(a, b) === 0);
}

function allPixelWeights(shares: Uint8Array): PixelWeights {
  return {
    cells: Int32Array.from({ length: shares.length / PIXELS_PER_CELL }, (_, cell) => cell),
    weights: shares,
  };
}

function isSameShare(a: Uint8Array | null, b: Uint8Array | null, cell: number): boolean {
  if (a === null || b === null) return true;
  for (let at = cell * PIXELS_PER_CELL; at < (cell + 1) * PIXELS_PER_CELL; at++) {
    if (a[at] !== b[at]) return false;
  }
  return true;
}

function sharesOf(shares: Uint8Array, cells: readonly number[]): Uint8Array {
  const chosen = new Uint8Array(cells.length * PIXELS_PER_CELL);
  cells.forEach((cell, at) =>
    chosen.set(shares.subarray(cell * PIXELS_PER_CELL, (cell + 1) * PIXELS_PER_CELL), at * PIXELS_PER_CELL),
  );
  return chosen;
}
