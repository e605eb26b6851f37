/**
 * @file One open project: its settings with undo, its placement that follows them, and what can be asked about a tile.
 * Node, no Electron. Edits answer at once; placements are told as they come.
 */
import { setTimeout } from 'node:timers/promises';
import type { InterimPlacement, MosaicReport, SolveProgress } from '../../engine/contract.ts';
import { SmaltiError, isCancelled, serializeError } from '../../shared/errors.ts';
import type { PlacementChange, ProjectView, ProjectWork } from '../../shared/project.ts';
import type { JobContext } from '../jobs.ts';
import { solvePhaseText } from '../mosaics.ts';
import { waitFor } from '../shared-work.ts';
import { type History, record, redo, startHistory, undo } from './history.ts';
import { type AskedPlacement, LivingPlacement } from './living.ts';
import { goalLooks } from './goal-looks.ts';
import { PairErrors } from './pair-errors.ts';
import { placementGoal } from './placement-goal.ts';
import { Lookout } from './lookout.ts';
import { OpeningPictures } from './opening-pictures.ts';
import { needsGroups } from './photo-uses.ts';
import type {
  CertifiedPlacement,
  ProjectEngine,
  ProjectParts,
  ProjectSurroundings,
} from './project-parts.ts';
import type { PlacementGoal } from './session.ts';
import { type EditContext, type ProjectSettings, type SettingsEdit, applyEdit, labelOf } from './settings.ts';
import { ToldPlacement } from './told-placement.ts';

/** The window makes its panels when the first placement is there, and needs the processor as well. */
const GREEDY_AFTER_MS = 250;

export class Project {
  readonly parts: ProjectParts;
  readonly #around: ProjectSurroundings;
  readonly #placeInPool: ReadonlyMap<number, number>;
  readonly #told: ToldPlacement;
  #history: History<ProjectSettings>;
  #revision = 1;
  #work: ProjectWork = { kind: 'idle' };
  #engine: ProjectEngine | null = null;
  readonly #lookout: Lookout;
  #looking: Promise<void> | null = null;
  #isLooking = false;
  #isOpening = false;
  /** Settles when the first solve has ended. */
  #opening: Promise<void> = Promise.resolve();
  #errors: { scoring: ProjectSettings['scoring']; errors: PairErrors } | null = null;
  readonly #closing = new AbortController();

  constructor(parts: ProjectParts, around: ProjectSurroundings) {
    this.parts = parts;
    this.#around = around;
    this.#told = new ToldPlacement(parts, around);
    this.#history = startHistory(parts.settings);
    const { sheetAspect, grid } = parts;
    this.#lookout = new Lookout(around, (sheetAspect * grid.rows) / grid.columns);
    this.#placeInPool = new Map(Array.from(parts.poolIds, (photoId, place) => [photoId, place]));
  }

  get settings(): ProjectSettings {
    return this.#history.present;
  }

  get revision(): number {
    return this.#revision;
  }

  get isSolving(): boolean {
    return this.#work.kind === 'solving';
  }

  /** True while the engine works for it, and not while it waits for what is being looked for. */
  get isPlacing(): boolean {
    return (this.isSolving || this.#isOpening) && !this.#isLooking;
  }

  /** @throws SmaltiError JOB_RUNNING before the first placement */
  get certified(): CertifiedPlacement {
    const { certified } = this.#told;
    if (certified !== null) return certified;
    throw new SmaltiError('JOB_RUNNING', 'This mosaic has no placement yet.', 'Wait until it is solved.');
  }

  get placement(): PlacementChange | null {
    return this.#told.certified?.told ?? null;
  }

  /** @throws SmaltiError JOB_RUNNING before the first solve has begun */
  get engine(): ProjectEngine {
    if (this.#engine === null) {
      throw new SmaltiError('JOB_RUNNING', 'The target is still being looked at.', 'Wait a moment.');
    }
    return this.#engine;
  }

  view(): ProjectView {
    const { projectId, library, targetId, grid, sheetAspect } = this.parts;
    const { weights, scoring, rules, pins, bans, versions } = this.settings;
    const { mask, ...weighting } = weights;
    return {
      projectId,
      ...this.#around.naming(),
      libraryId: library.libraryId,
      target: this.#around.mosaics.targetSummary(targetId),
      columns: grid.columns,
      rows: grid.rows,
      sheetAspect,
      revision: this.#revision,
      weights: { ...weighting, maskName: mask?.name ?? null },
      scoring,
      rules,
      pins,
      bans,
      versions: versions.map(({ name }) => ({ name })),
      undoLabel: this.#history.past.at(-1)?.label ?? null,
      redoLabel: this.#history.future[0]?.label ?? null,
      work: this.#work,
      vision: this.#lookout.visionSummary(),
      faces: this.#lookout.facesSummary(this.settings),
    };
  }

  /** The first solve, as a job: to the proven optimum, which is shown at once; then greedily, to compare. */
  solveFirst(context: JobContext): Promise<void> {
    this.#isOpening = true;
    const opening = this.#solveFirst(context).finally(() => (this.#isOpening = false));
    this.#opening = opening.catch(() => {});
    return opening;
  }

  async #solveFirst(context: JobContext): Promise<void> {
    const { preparation, mosaics } = this.#around;
    const { projectId, grid } = this.parts;
    const { signal } = context;
    context.report({ phase: 'Looking at the target', done: 0, total: grid.columns * grid.rows });
    const [material, known] = await Promise.all([
      waitFor(preparation.materials.of(this.parts), signal),
      this.#lookout.recall(this.settings),
    ]);
    const { scoring, rules } = this.settings;
    mosaics.keep({ ...this.parts, mosaicId: projectId, ...material, scoring, keptCrops: null });
    const opening = new OpeningPictures(this.parts, material, this.#around.emit);
    const { weights, session, tones } = preparation.start(this.parts, material);
    opening.showTones(tones);
    const living = new LivingPlacement(session, {
      onInterim: (interim, asked) => this.#tellInterim(interim, asked),
      onCertified: (report, asked) => this.#takeCertified(report, asked),
      onWork: (work) => this.#setWork(work),
    });
    this.#engine = { material, weights, session, living };
    if (known !== null) weights.setRegions(known.regions);
    const optimise = async (goal: PlacementGoal, revision: number): Promise<void> => {
      const asked = { goal, revision, askedAtMs: performance.now() };
      const onProgress = ({ phase, done, total, interim }: SolveProgress): void => {
        context.report({ phase: solvePhaseText(phase, 'optimal'), done, total });
        if (interim === undefined) return;
        if (this.#told.certified === null) opening.show(interim);
        else this.#tellInterim(interim, asked);
      };
      await this.#takeCertified(await session.optimum(goal, { signal, onProgress }), asked);
    };
    const missing = this.#lookout.missing(this.settings);
    if (missing !== null) {
      this.#work = { kind: 'solving', phase: missing };
      // Looking takes longer than solving: what can be solved already is shown meanwhile, as one step behind.
      if (!needsGroups(rules) && !rules.keepFaces) await optimise(this.goal(), this.#revision - 1);
      context.report({ phase: missing, done: 0, total: 0 });
      await this.#look(signal);
    }
    const revision = this.#revision;
    const goal = this.goal();
    await optimise(goal, revision);
    if (missing !== null) this.#setWork({ kind: 'idle' });
    const onProgress = ({ phase, done, total }: SolveProgress): void =>
      context.report({ phase: solvePhaseText(phase, 'greedy'), done, total });
    await waitFor(setTimeout(GREEDY_AFTER_MS), signal);
    const greedy = await living.compared(() => this.certified.goal, 'greedy', { signal, onProgress });
    mosaics.update(projectId, { greedy });
    if (this.#revision !== revision) this.#follow();
  }

  /**
   * All edits as one step, or none.
   * @throws SmaltiError what applyEdit says
   */
  edit(edits: readonly SettingsEdit[]): ProjectView {
    const context: EditContext = {
      cellCount: this.parts.grid.columns * this.parts.grid.rows,
      pool: this.#poolSet,
      shownPhotoOfCell: this.#told.certified?.told.photoOfCell ?? null,
    };
    const next = edits.reduce((settings, edit) => applyEdit(settings, edit, context), this.settings);
    return this.#step(record(this.#history, labelOf(edits), next));
  }

  undo(): ProjectView {
    return this.#step(undo(this.#history));
  }

  redo(): ProjectView {
    return this.#step(redo(this.#history));
  }

  /** Photos of the library were excluded or allowed: they count like bans everywhere. */
  poolChanged(): void {
    if (this.#told.certified !== null) this.#follow();
  }

  async stopSolving(): Promise<void> {
    await this.#engine?.living.stop();
  }

  /** Resolves when the placement is up with the settings, or cannot be. */
  async settled(): Promise<void> {
    await this.#opening;
    await this.#looking;
    await this.#engine?.living.settled();
  }

  /** Gives the engine's memory back; the next edit takes it again. */
  async rest(): Promise<void> {
    await this.settled();
    await this.#engine?.session.close();
  }

  /** Ends what is under way and gives the engine's memory back. */
  async close(): Promise<void> {
    this.#closing.abort(new SmaltiError('CANCELLED', 'The project was closed.'));
    await this.#engine?.living.close();
    await this.#engine?.session.close();
  }

  /** The place of a photo in the pool. @throws SmaltiError PHOTO_UNKNOWN */
  placeOf(photoId: number): number {
    const place = this.#placeInPool.get(photoId);
    if (place !== undefined) return place;
    throw new SmaltiError('PHOTO_UNKNOWN', 'This photo does not belong to the pool of this mosaic.');
  }

  /** @param shares of the goal that the errors are wanted for */
  pairErrors(shares: PlacementGoal['shares'] = this.#told.certified?.goal.shares ?? null): PairErrors {
    const { scoring, rules } = this.settings;
    const { material } = this.engine;
    const looks = goalLooks(material, { scoring, keptCrops: this.#lookout.keptCrops({ scoring, rules }) });
    if (this.#errors?.scoring !== scoring || this.#errors.errors.looks !== looks) {
      this.#errors = { scoring, errors: new PairErrors(material.cellDescriptors, looks, scoring) };
    }
    this.#errors.errors.setShares(shares);
    return this.#errors.errors;
  }

  /** What the settings want of the engine. */
  goal(): PlacementGoal {
    const weights = this.engine.weights.weights(this.settings.weights, this.settings.scoring);
    const placeOf = (photoId: number): number => this.placeOf(photoId);
    return placementGoal(this.settings, weights, this.parts, this.#lookout, placeOf);
  }

  get #poolSet(): ReadonlySet<number> {
    return new Set(this.#placeInPool.keys());
  }

  #step(next: History<ProjectSettings>): ProjectView {
    if (next === this.#history) return this.view();
    const before = this.settings;
    this.#history = next;
    this.#revision += 1;
    this.#around.onChange();
    this.#exclude(before.excluded, next.present.excluded);
    const { weights, scoring, rules, pins, bans } = next.present;
    const isSamePlacement =
      weights === before.weights &&
      scoring === before.scoring &&
      rules === before.rules &&
      pins === before.pins &&
      bans === before.bans;
    if (!isSamePlacement && this.#told.certified !== null) this.#follow();
    this.#around.emit('project.changed', this.view());
    if (isSamePlacement && !this.isSolving) this.#told.again(this.#revision);
    return this.view();
  }

  /** Excluding reaches beyond the project, so taking it back must reach there too. */
  #exclude(before: readonly number[], now: readonly number[]): void {
    const { onExclude } = this.#around;
    const added = now.filter((photoId) => !before.includes(photoId));
    const removed = before.filter((photoId) => !now.includes(photoId));
    if (added.length > 0) onExclude(added, true);
    if (removed.length > 0) onExclude(removed, false);
  }

  /** Lets the placement go after the settings; looks first at what nobody looked at and is wanted. */
  #follow(): void {
    const missing = this.#lookout.missing(this.settings);
    if (missing !== null) {
      this.#looking ??= this.#look(this.#closing.signal)
        .then(() => this.#follow())
        .catch((error: unknown) => {
          this.#setWork(
            isCancelled(error) ? { kind: 'idle' } : { kind: 'failed', error: serializeError(error) },
          );
        })
        .finally(() => (this.#looking = null));
      this.#setWork({ kind: 'solving', phase: missing });
      return;
    }
    let goal: PlacementGoal;
    try {
      goal = this.goal();
    } catch (error) {
      this.#setWork({ kind: 'failed', error: serializeError(error) });
      return;
    }
    const { projectId: mosaicId } = this.parts;
    this.#around.emit('weights.changed', {
      mosaicId,
      revision: this.#revision,
      cellWeights: goal.shownWeights,
    });
    this.engine.living.aim(goal, this.#revision);
  }

  async #look(signal: AbortSignal): Promise<void> {
    this.#isLooking = true;
    const { regions } = await this.#lookout
      .look(this.settings, signal)
      .finally(() => (this.#isLooking = false));
    if (regions !== null) this.engine.weights.setRegions(regions.regions);
    this.#around.emit('project.changed', this.view());
  }

  #tellInterim(interim: InterimPlacement, asked: AskedPlacement): void {
    this.#told.interim(interim, asked, this.pairErrors(asked.goal.shares));
  }

  #takeCertified(report: MosaicReport, asked: AskedPlacement): Promise<void> {
    return this.#told.certify(report, asked, this.engine.session);
  }

  #setWork(work: ProjectWork): void {
    this.#work = work;
    this.#around.emit('project.changed', this.view());
  }
}
