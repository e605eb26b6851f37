/**
 * @file A mosaic whose costs do not fit in memory: some of the photos are placed exactly, all are priced against that
 * placement, those that could make it better come in, and again until there are none. Runs in the engine process.
 *
 * Why that proves it for all photos: with u the cells' duals and V the dual of unused photos, a photo that was not looked
 * at may get the dual min(V, slack), slack being its least cost - u. Each photo with slack >= V then costs the bound
 * nothing: the optimum of the chosen photos is that of all. Photos that could still come in lower the bound by V - slack;
 * no placement uses more photos than there are cells, so the largest of these differences, one for each cell, are all
 * that has to be taken off.
 */
import { Columns, EACH_ONCE } from '../core/assignment/columns.ts';
import { relativeGap, type CertificateReport } from '../core/assignment/report.ts';
import { DESCRIPTOR_BYTES } from '../core/descriptor.ts';
import { choosePhotos } from '../core/photo-choice.ts';
import type { HandlerContext } from '../processes/contract.ts';
import type {
  CandidateList,
  MosaicEdit,
  MosaicOpenRequest,
  MosaicProof,
  MosaicReport,
  MosaicSolver,
  SolveProgress,
} from './contract.ts';
import { requireValidEdit } from './mosaic-edits.ts';
import { requireValidOpening } from './mosaic-opening.ts';
import { MosaicRules } from './mosaic-rules.ts';
import { MosaicSession } from './mosaic-session.ts';
import { mostPromising, PhotoPricing, type PhotoPrices } from './photo-pricing.ts';
import { photosAtOnce, shapeOf } from './photos-at-once.ts';
import type { ThreadCrew } from './thread-crew.ts';

type Context = HandlerContext<SolveProgress>;

/** What can be asked of an open mosaic, whether all its photos fit in memory or not. */
export type OpenMosaic = Pick<
  MosaicSession,
  'memoryBytes' | 'score' | 'solve' | 'edit' | 'candidates' | 'verify' | 'proof' | 'close'
>;

/** Times that photos come in before the answer is given with what gap is left. */
const MOST_ROUNDS = 20;

const AWAY = -1;

/** @throws SmaltiError PHOTOS_TOO_FEW, PROBLEM_TOO_LARGE, REQUEST_INVALID */
export function openMosaic(request: MosaicOpenRequest, crew: ThreadCrew): OpenMosaic {
  requireValidOpening(request);
  const count = photosAtOnce(request);
  return count === null ? new MosaicSession(request, crew) : new LargeMosaic(request, count, crew);
}

class LargeMosaic implements OpenMosaic {
  readonly #session: MosaicSession;
  readonly #pricing: PhotoPricing;
  readonly #crops: readonly Uint8Array[];
  readonly #cellDescriptors: Uint8Array;
  readonly #cellCount: number;
  readonly #photoCount: number;
  /** Pins and bans of all photos. */
  readonly #rules = new MosaicRules();
  /** Place in the session -> photo, and back. */
  readonly #members: Int32Array;
  readonly #placeOf: Int32Array;
  /** Edits that the session may not know yet. Each can be told twice. */
  #untold: MosaicEdit[] = [];
  /** Of the last placement, with the dual of unused photos. */
  #prices: (PhotoPrices & { unusedDual: number }) | null = null;
  readonly #takesPixelWeights: boolean;
  /** Photos in the last placement. */
  #used: Int32Array = new Int32Array(0);
  /** The best placement of the costs as they are; null if it is not known. */
  #current: MosaicReport | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  readonly #closing = new AbortController();

  constructor(request: MosaicOpenRequest, count: number, crew: ThreadCrew) {
    const shape = shapeOf(request);
    this.#cellCount = shape.cellCount;
    this.#photoCount = shape.photoCount;
    this.#takesPixelWeights = shape.takesPixelWeights;
    this.#crops = [request.photoDescriptors, ...(request.photoEnds ?? [])];
    this.#cellDescriptors = request.cellDescriptors.slice();
    this.#members = choosePhotos(request.photoDescriptors, request.cellDescriptors, count);
    this.#placeOf = new Int32Array(this.#photoCount).fill(AWAY);
    this.#members.forEach((photo, place) => (this.#placeOf[photo] = place));
    const [photoDescriptors, ...photoEnds] = this.#descriptorsOf(this.#members);
    this.#session = new MosaicSession(
      {
        ...request,
        photoDescriptors: photoDescriptors!,
        photoEnds,
        // Its costs are those of every backend, and it can score other photos in the same places.
        scoring: { ...request.scoring, backend: 'kernel' },
      },
      crew,
    );
    this.#pricing = new PhotoPricing(request, shape, crew);
  }

  get memoryBytes(): number {
    return this.#session.memoryBytes + this.#pricing.memoryBytes;
  }

  score(context: Context): Promise<void> {
    return this.#session.score(context);
  }

  solve(solver: MosaicSolver, outerContext: Context): Promise<MosaicReport> {
    return this.#inTurn(outerContext, async (context) => {
      const optimal = this.#current ?? (await this.#solve(context));
      if (solver === 'optimal') return optimal;
      const report = await this.#session.solve(solver, { ...context, report: withoutInterim(context) });
      // What a solver leaves to be gained is told by the bound over all photos.
      return this.#outerReport(report, optimal.certificate.bound);
    });
  }

  edit(edits: MosaicEdit[], outerContext: Context): Promise<MosaicReport> {
    return this.#inTurn(outerContext, async (context) => {
      for (const edit of edits) {
        requireValidEdit(edit, {
          cellCount: this.#cellCount,
          photoCount: this.#photoCount,
          takesPixelWeights: this.#takesPixelWeights,
        });
      }
      this.#current = null;
      for (const edit of edits) this.#keep(edit);
      return this.#solve(context);
    });
  }

  /** Of the photos in memory: the others could not make the placement better. */
  candidates(cell: number, count: number, outerContext: HandlerContext<never>): Promise<CandidateList> {
    return this.#inTurn(outerContext, async (context) => {
      const found = await this.#session.candidates(cell, count, context);
      return { ...found, photos: this.#photosIn(found.photos) };
    });
  }

  verify(outerContext: HandlerContext<never>): Promise<CertificateReport> {
    return this.#inTurn(outerContext, async (context) => {
      const checked = await this.#session.verify(context);
      const proof = await this.#session.proof(context);
      const deficit = await this.#price(proof, context);
      const cost = this.#current?.cost ?? Number.NaN;
      return this.#certificate(checked, cost, checked.bound - deficit * proof.costPerUnit);
    });
  }

  proof(outerContext: HandlerContext<never>): Promise<MosaicProof> {
    return this.#inTurn(outerContext, async (context) => {
      const proof = await this.#session.proof(context);
      const unusedDual = largestOf(proof.photoDuals);
      const photoDuals = Int32Array.from({ length: this.#photoCount }, (_, photo) => {
        const place = this.#placeOf[photo]!;
        return place === AWAY ? Math.min(unusedDual, this.#prices!.slacks[photo]!) : proof.photoDuals[place]!;
      });
      return { ...proof, photoDuals, pins: this.#rules.pins(), bans: this.#rules.bans() };
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#queue.catch(() => {});
    await Promise.all([this.#session.close(), this.#pricing.close()]);
  }

  #keep(edit: MosaicEdit): void {
    this.#untold.push(edit);
    if (edit.kind === 'cells') {
      edit.cells.forEach((cell, at) => {
        const bytes = edit.descriptors.subarray(at * DESCRIPTOR_BYTES, (at + 1) * DESCRIPTOR_BYTES);
        this.#cellDescriptors.set(bytes, cell * DESCRIPTOR_BYTES);
      });
    } else if (edit.kind === 'pin') this.#rules.pin(edit.cell, edit.photo);
    else if (edit.kind === 'unpin') this.#rules.unpin(edit.cell);
    else if (edit.kind !== 'weights') this.#rules.setBan(edit.photo, edit.cell, edit.kind === 'ban');
  }

  async #solve(context: Context): Promise<MosaicReport> {
    this.#rules.requireConsistent(this.#cellCount, new Columns(this.#photoCount, EACH_ONCE), {
      outerPhoto: (photo) => photo,
    });
    let solveMs = 0;
    let scoringMs = 0;
    let bound = Number.NEGATIVE_INFINITY;
    for (let round = 1; ; round++) {
      if (this.#lacksPhotos()) this.#exchange();
      const report = await this.#session.edit(this.#toldEdits(), {
        ...context,
        report: this.#progress(context, bound),
      });
      this.#untold = [];
      this.#used = this.#photosIn(report.photoOfCell);
      const proof = await this.#session.proof(context);
      const startedMs = performance.now();
      const deficit = await this.#price(proof, context);
      scoringMs += report.scoringMs + performance.now() - startedMs;
      solveMs += report.solveMs;
      bound = Math.max(bound, report.certificate.bound - deficit * proof.costPerUnit);
      if (deficit === 0 || round === MOST_ROUNDS) {
        this.#current = this.#outerReport({ ...report, solveMs, scoringMs }, bound);
        return this.#current;
      }
      this.#exchange();
    }
  }

  /** Prices all photos. @returns by how much, in units of cost, those that are away lower the bound */
  async #price(proof: MosaicProof, context: HandlerContext<never>): Promise<number> {
    const prices = await this.#pricing.price(proof, this.#cellDescriptors, this.#rules, context);
    const unusedDual = largestOf(proof.photoDuals);
    this.#prices = { ...prices, unusedDual };
    return prices.slacks
      .map((slack, photo) => (this.#placeOf[photo] === AWAY ? Math.max(0, unusedDual - slack) : 0))
      .sort()
      .subarray(-this.#cellCount)
      .reduce((sum, gain) => sum + gain, 0);
  }

  /** True if a pinned photo is away, or bans left too few photos. */
  #lacksPhotos(): boolean {
    if (this.#rules.pins().some(({ photo }) => this.#placeOf[photo] === AWAY)) return true;
    const banned = this.#rules
      .bans()
      .filter(({ photo, cell }) => cell === null && this.#placeOf[photo] !== AWAY);
    return this.#members.length - banned.length < this.#cellCount;
  }

  /** Those that are placed or pinned stay; the other places go to the photos that promise most. */
  #exchange(): void {
    const isBanned = (photo: number): boolean => this.#rules.isBanned(AWAY, photo);
    const pinned = this.#rules.pins().map(({ photo }) => photo);
    const staying = new Set([...pinned, ...this.#used.filter((photo) => !isBanned(photo))]);
    const members = this.#members.filter((photo) => !isBanned(photo));
    const preferred =
      this.#prices === null ? members : mostPromising(this.#prices, (photo) => this.#placeOf[photo] !== AWAY);
    for (const photos of [preferred, this.#placeOf.keys()]) {
      for (const photo of photos) {
        if (staying.size < this.#members.length && !isBanned(photo)) staying.add(photo);
      }
    }
    // Banned photos take what is left.
    for (const photo of this.#members) if (staying.size < this.#members.length) staying.add(photo);
    const joining = Int32Array.from(staying).filter((photo) => this.#placeOf[photo] === AWAY);
    const places: number[] = [];
    this.#members.forEach((photo, place) => {
      if (staying.has(photo)) return;
      this.#placeOf[photo] = AWAY;
      places.push(place);
    });
    joining.forEach((photo, at) => {
      this.#members[places[at]!] = photo;
      this.#placeOf[photo] = places[at]!;
    });
    const joined = new Set(joining);
    for (const { photo, cell } of this.#rules.bans()) {
      if (joined.has(photo)) this.#untold.push({ kind: 'ban', photo, cell });
    }
    this.#session.replacePhotos(Int32Array.from(places), this.#descriptorsOf(joining));
  }

  /** What the session has to be told, in its numbers. Bans of photos that are away are told when they come. */
  #toldEdits(): MosaicEdit[] {
    return this.#untold.flatMap((edit): MosaicEdit[] => {
      if (edit.kind === 'pin' || edit.kind === 'unpin') {
        const { cell } = edit;
        const photo = this.#rules.pinnedPhoto(cell);
        return photo === undefined
          ? [{ kind: 'unpin', cell }]
          : [{ kind: 'pin', cell, photo: this.#placeOf[photo]! }];
      }
      if (!('photo' in edit)) return [edit];
      const photo = this.#placeOf[edit.photo]!;
      return photo === AWAY ? [] : [{ ...edit, photo }];
    });
  }

  #photosIn(places: Int32Array): Int32Array {
    return places.map((place) => this.#members[place]!);
  }

  #descriptorsOf(photos: Int32Array): Uint8Array[] {
    return this.#crops.map((descriptors) => {
      const bytes = new Uint8Array(photos.length * DESCRIPTOR_BYTES);
      photos.forEach((photo, at) => {
        const from = photo * DESCRIPTOR_BYTES;
        bytes.set(descriptors.subarray(from, from + DESCRIPTOR_BYTES), at * DESCRIPTOR_BYTES);
      });
      return bytes;
    });
  }

  #outerReport(report: MosaicReport, bound: number): MosaicReport {
    return {
      ...report,
      photoCount: this.#photoCount,
      photoOfCell: this.#photosIn(report.photoOfCell),
      memoryBytes: this.memoryBytes,
      certificate: this.#certificate(report.certificate, report.cost, bound),
    };
  }

  #certificate(checked: CertificateReport, cost: number, bound: number): CertificateReport {
    const pairsChecked = this.#cellCount * this.#photoCount;
    return { ...checked, bound, gap: bound === cost ? 0 : relativeGap(cost, bound), pairsChecked };
  }

  /** Placements on the way are passed on once a bound over all photos is there to judge them by. */
  #progress(context: Context, bound: number): Context['report'] {
    if (bound === Number.NEGATIVE_INFINITY) return withoutInterim(context);
    return ({ interim, ...progress }) => {
      if (interim === undefined) return context.report(progress);
      const { cost } = interim;
      const photoOfCell = this.#photosIn(interim.photoOfCell);
      context.report({ ...progress, interim: { photoOfCell, cost, gap: relativeGap(cost, bound) } });
    };
  }

  /** Runs one request after those before it, until it is done, aborted or the mosaic is closed. */
  #inTurn<Result, Given extends HandlerContext<never>>(
    context: Given,
    work: (context: Given) => Promise<Result>,
  ): Promise<Result> {
    const signal = AbortSignal.any([context.signal, this.#closing.signal]);
    const turn = this.#queue.catch(() => {}).then(() => work({ ...context, signal }));
    this.#queue = turn;
    return turn;
  }
}

function withoutInterim(context: Context): Context['report'] {
  return ({ phase, done, total }) => context.report({ phase, done, total });
}

function largestOf(duals: Int32Array): number {
  return duals.reduce((largest, dual) => Math.max(largest, dual), Number.NEGATIVE_INFINITY);
}
