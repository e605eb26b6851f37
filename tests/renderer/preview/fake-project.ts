/**
 * @file A made-up project over a made-up mosaic: weights are computed as in the app, placements are improved by swaps
 * until a little time has passed and are then called proven. The numbers look right and prove nothing.
 */
import { presetImportance } from '../../../src/core/weights/presets.ts';
import { paintImportance } from '../../../src/core/weights/paint.ts';
import { cellWeights } from '../../../src/core/weights/weights.ts';
import type { WeightGeometry } from '../../../src/core/weights/regions.ts';
import { SmaltiError } from '../../../src/shared/errors.ts';
import type { EventName, EventPayloads } from '../../../src/shared/ipc/events.ts';
import type {
  Ban,
  Pin,
  PlacementChange,
  ProjectEdit,
  ProjectView,
  ProjectWork,
  ScoringSettings,
  WeightSettings,
} from '../../../src/shared/project.ts';
import { EACH_PHOTO_ONCE, type RuleSettings } from '../../../src/shared/rules.ts';
import { fakeFace, oval } from './fake-face.ts';
import { type MadeUpMosaic, makeErrorOf } from './fake-mosaic.ts';

export type Emit = <Name extends EventName>(name: Name, payload: EventPayloads[Name]) => void;

interface Settings {
  weights: WeightSettings;
  scoring: ScoringSettings;
  rules: RuleSettings;
  pins: readonly Pin[];
  bans: readonly Ban[];
  versions: readonly { name: string; settings: Omit<Settings, 'versions'> }[];
}

const INTERIM_STEPS = 3;

export class FakeProject {
  private history: { label: string; settings: Settings }[];
  private at = 0;
  private revision = 1;
  private work: ProjectWork = { kind: 'idle' };
  private hasFile = false;
  private placement: Int32Array;
  private shownMirrored: Uint8Array;
  private readonly geometry: WeightGeometry;
  readonly errorOf: (photoId: number, cell: number) => number;
  private lastTold: PlacementChange;

  constructor(
    readonly view: MadeUpMosaic,
    private readonly poolIds: Int32Array,
    start: Pick<WeightSettings, 'preset' | 'strength'>,
    private readonly emit: Emit,
    private readonly stepMs: number,
  ) {
    const { columns, rows, target } = view;
    const targetAspect = target.widthPx / target.heightPx;
    const width = Math.min(1, columns / rows / targetAspect);
    const height = Math.min(1, targetAspect / (columns / rows));
    const crop = { left: (1 - width) / 2, top: (1 - height) / 2, width, height };
    this.geometry = { columns, rows, crop, targetAspect };
    this.errorOf = makeErrorOf(view.cellColours);
    const weights: WeightSettings = { ...start, reach: 0.5, strokes: [], maskName: null };
    const settings: Settings = {
      weights,
      scoring: {
        colourSpace: 'srgb',
        mirror: false,
        crops: 'centre',
        pixelWeights: false,
        edgeEmphasis: false,
      },
      rules: EACH_PHOTO_ONCE,
      pins: [],
      bans: [],
      versions: [],
    };
    this.history = [{ label: '', settings }];
    this.placement = view.optimal.photoOfCell.slice();
    this.shownMirrored = new Uint8Array(this.placement.length);
    this.improve(2);
    this.lastTold = this.change(0, true);
  }

  private get settings(): Settings {
    return this.history[this.at]!.settings;
  }

  get id(): string {
    return this.view.mosaicId;
  }

  state(): ProjectView {
    const { weights, scoring, rules, pins, bans, versions } = this.settings;
    const { columns, rows, target, libraryId } = this.view;
    return {
      projectId: this.id,
      name: target.name.replace(/\.\w+$/, ''),
      hasFile: this.hasFile,
      libraryId,
      target,
      columns,
      rows,
      sheetAspect: columns / rows,
      revision: this.revision,
      weights,
      scoring,
      rules,
      pins,
      bans,
      versions: versions.map(({ name }) => ({ name })),
      undoLabel: this.at === 0 ? null : this.history[this.at]!.label,
      redoLabel: this.history[this.at + 1]?.label ?? null,
      work: this.work,
      faces: rules.keepFaces ? { withFaces: 412, cut: 37 } : null,
      vision: {
        faceCount: 1,
        backend: 'TensorFlow.js (WebAssembly)',
        faces: [fakeFace(0.5, 0.47, 0.19, 0.25)],
      },
    };
  }

  told(): PlacementChange {
    return this.lastTold;
  }

  save(): ProjectView {
    this.hasFile = true;
    return this.state();
  }

  importMask(): ProjectView {
    this.push('Import mask', { weights: { ...this.settings.weights, maskName: 'face-mask.png' } });
    return this.state();
  }

  edit(edits: readonly ProjectEdit[]): ProjectView {
    for (const edit of edits) this.apply(edit);
    return this.state();
  }

  move(step: 1 | -1): ProjectView {
    const next = this.at + step;
    if (this.history[next] === undefined)
      throw new SmaltiError('REQUEST_INVALID', 'There is nothing to undo.');
    this.at = next;
    this.solve();
    return this.state();
  }

  weights(): Float32Array {
    const { preset, reach, strength, strokes } = this.settings.weights;
    const faces = [{ ...fakeFace(0.5, 0.47, 0.19, 0.25), nose: oval(0.5, 0.53, 0.03, 0.05) }];
    const sources = { regions: { faces, persons: null }, cellDescriptors: this.descriptors() };
    const field = presetImportance(this.geometry, sources, { preset, reach });
    return cellWeights(paintImportance(field, this.geometry, strokes), strength);
  }

  comparison(name: 'greedy' | 'plain'): PlacementChange {
    const photoOfCell = this.view[name === 'greedy' ? 'greedy' : 'optimal'].photoOfCell;
    return this.describe(photoOfCell, new Uint8Array(photoOfCell.length), 0, true);
  }

  private descriptors(): Uint8Array {
    const { cellColours } = this.view;
    return Uint8Array.from({ length: (cellColours.length / 3) * 768 }, (_, at) => {
      return cellColours[Math.floor(at / 768) * 3 + (at % 3)]!;
    });
  }

  private push(label: string, change: Partial<Settings>): void {
    this.history = this.history.slice(0, this.at + 1);
    this.history.push({ label, settings: { ...this.settings, ...change } });
    this.at += 1;
    this.solve();
  }

  private apply(edit: ProjectEdit): void {
    const { weights, pins, bans, versions, scoring, rules } = this.settings;
    const pinned = (added: Pin[]): Pin[] => [
      ...pins.filter((pin) =>
        added.every(({ cell, photoId }) => cell !== pin.cell && photoId !== pin.photoId),
      ),
      ...added,
    ];
    const photoAt = (cell: number): number => this.placement[cell]!;
    switch (edit.kind) {
      case 'setWeights': {
        const { preset = weights.preset, strength = weights.strength, reach = weights.reach } = edit;
        this.push('Importance', { weights: { ...weights, preset, strength, reach } });
        break;
      }
      case 'addStroke':
        this.push('Paint importance', {
          weights: { ...weights, strokes: [...weights.strokes, edit.stroke] },
        });
        break;
      case 'clearStrokes':
        this.push('Clear the strokes', { weights: { ...weights, strokes: [] } });
        break;
      case 'removeMask':
        this.push('Remove the mask', { weights: { ...weights, maskName: null } });
        break;
      case 'setScoring':
        this.push('Comparing', { scoring: edit.scoring });
        break;
      case 'setRules':
        this.push('Change rules', { rules: edit.rules });
        break;
      case 'require': {
        const others = rules.mustAppear.filter((photoId) => photoId !== edit.photoId);
        const mustAppear = edit.isRequired ? [...others, edit.photoId] : others;
        this.push('Photo must appear', { rules: { ...rules, mustAppear } });
        break;
      }
      case 'pin':
      case 'choose':
        this.push('Pin a tile', { pins: pinned([{ cell: edit.cell, photoId: edit.photoId }]) });
        break;
      case 'unpin':
        this.push('Unpin a tile', { pins: pins.filter(({ cell }) => cell !== edit.cell) });
        break;
      case 'ban':
        this.push('Ban a photo', { bans: [...bans, { photoId: edit.photoId, cell: edit.cell }] });
        break;
      case 'excludePhoto':
        this.push('Exclude a photo', { bans: [...bans, { photoId: edit.photoId, cell: null }] });
        break;
      case 'unban':
        this.push('Allow a photo again', {
          bans: bans.filter((ban) => ban.photoId !== edit.photoId || ban.cell !== edit.cell),
        });
        break;
      case 'swap':
        this.push('Swap two tiles', {
          pins: pinned([
            { cell: edit.cellA, photoId: photoAt(edit.cellB) },
            { cell: edit.cellB, photoId: photoAt(edit.cellA) },
          ]),
        });
        break;
      case 'saveVersion':
        this.push(`Save “${edit.name}”`, {
          versions: [
            ...versions.filter(({ name }) => name !== edit.name),
            { name: edit.name, settings: { weights, scoring, rules, pins, bans } },
          ],
        });
        break;
      case 'restoreVersion': {
        const version = versions.find(({ name }) => name === edit.name);
        if (version !== undefined) this.push(`Restore “${edit.name}”`, version.settings);
        break;
      }
      case 'deleteVersion':
        this.push('Delete a version', { versions: versions.filter(({ name }) => name !== edit.name) });
        break;
    }
  }

  /** Weights at once, then better and better placements, the last one called certified. */
  private solve(): void {
    this.revision += 1;
    const { revision } = this;
    this.work = { kind: 'solving', phase: 'Improving the placement' };
    const startMs = Date.now();
    this.emit('project.changed', this.state());
    this.emit('weights.changed', { mosaicId: this.id, revision, cellWeights: this.weights() });
    this.obeyRules();
    const step = (number: number): void => {
      if (revision !== this.revision) return;
      this.improve(1);
      const isLast = number === INTERIM_STEPS;
      if (isLast) this.work = { kind: 'idle' };
      this.lastTold = this.change(Date.now() - startMs, isLast, 0.03 / 3 ** number);
      this.emit('placement.changed', this.lastTold);
      if (isLast) this.emit('project.changed', this.state());
      else setTimeout(() => step(number + 1), this.stepMs);
    };
    setTimeout(() => step(1), this.stepMs);
  }

  private obeyRules(): void {
    const { pins, bans } = this.settings;
    for (const { cell, photoId } of pins) {
      const from = this.placement.indexOf(photoId);
      if (from !== -1) this.placement[from] = this.placement[cell]!;
      this.placement[cell] = photoId;
    }
    const used = new Set(this.placement);
    const banned = new Set(bans.map(({ photoId }) => photoId));
    for (const { photoId, cell } of bans) {
      const at = this.placement.indexOf(photoId);
      if (at === -1 || (cell !== null && cell !== at)) continue;
      let best: number | null = null;
      for (const candidate of this.poolIds) {
        if (used.has(candidate) || banned.has(candidate)) continue;
        if (best === null || this.errorOf(candidate, at) < this.errorOf(best, at)) best = candidate;
      }
      if (best !== null) this.placement[at] = best;
    }
  }

  private improve(rounds: number): void {
    const weights = this.weights();
    const isPinned = new Set(this.settings.pins.map(({ cell }) => cell));
    const { placement } = this;
    for (let round = 0; round < rounds; round += 1) {
      for (let a = 0; a < placement.length; a += 1) {
        if (isPinned.has(a)) continue;
        for (let b = (a + 1 + round) % placement.length; b < placement.length; b += 3) {
          if (isPinned.has(b)) continue;
          const [photoA, photoB] = [placement[a]!, placement[b]!];
          const now = weights[a]! * this.errorOf(photoA, a) + weights[b]! * this.errorOf(photoB, b);
          const then = weights[a]! * this.errorOf(photoB, a) + weights[b]! * this.errorOf(photoA, b);
          if (then < now) [placement[a], placement[b]] = [photoB, photoA];
        }
      }
    }
  }

  private change(elapsedMs: number, isCertified: boolean, gap = 0): PlacementChange {
    this.shownMirrored = Uint8Array.from(this.placement, (photoId) =>
      this.settings.scoring.mirror && photoId % 3 === 0 ? 1 : 0,
    );
    return this.describe(this.placement.slice(), this.shownMirrored, elapsedMs, isCertified, gap);
  }

  private outcome(): PlacementChange['rules'] {
    const { reuseLimit, mustAppear } = this.settings.rules;
    if (reuseLimit === 1 && mustAppear.length === 0) return null;
    return { reuseLimit, groupCount: 0, requiredCount: mustAppear.length, spread: null };
  }

  private describe(
    photoOfCell: Int32Array,
    mirrored: Uint8Array,
    elapsedMs: number,
    isCertified: boolean,
    gap = 0,
  ): PlacementChange {
    const weights = this.weights();
    const cellErrors = Float64Array.from(photoOfCell, (photoId, cell) => this.errorOf(photoId, cell));
    const cost = cellErrors.reduce((sum, error, cell) => sum + error * weights[cell]!, 0);
    return {
      mosaicId: this.id,
      revision: this.revision,
      photoOfCell,
      mirrored,
      crops: new Uint8Array(photoOfCell.length),
      cellErrors,
      cellWeights: weights,
      cost,
      bound: cost * (isCertified ? 1 : 1 - gap),
      gap: isCertified ? 0 : gap,
      rules: this.outcome(),
      isCertified,
      changedCells: new Int32Array(0),
      elapsedMs,
    };
  }
}
