/**
 * @file The settings of a project and what each edit makes of them. Pure: settings are never changed, edits give new ones
 * that share what stayed the same, so that undo can keep them all.
 */
import { SmaltiError } from '../../shared/errors.ts';
import type { Ban, PaintStroke, Pin, ProjectEdit, ScoringSettings } from '../../shared/project.ts';
import type { WeightPresetName } from '../../shared/project.ts';
import { EACH_PHOTO_ONCE, type RuleSettings } from '../../shared/rules.ts';

/** A mask as it is kept: grey values, deflated and in base 64. */
export interface StoredMask {
  name: string;
  widthPx: number;
  heightPx: number;
  deflated: string;
}

export interface Weighting {
  preset: WeightPresetName;
  strength: number;
  reach: number;
  strokes: readonly PaintStroke[];
  /** Stands in place of the preset. */
  mask: StoredMask | null;
}

/** What a version keeps. */
export interface PlacementSettings {
  weights: Weighting;
  scoring: ScoringSettings;
  rules: RuleSettings;
  /** By cell. */
  pins: readonly Pin[];
  /** By photo, then by cell, 'everywhere' first. */
  bans: readonly Ban[];
}

export interface ProjectSettings extends PlacementSettings {
  versions: readonly { name: string; settings: PlacementSettings }[];
  /** Photos that this project took out of all mosaics. The library keeps that, the project's file does not. */
  excluded: readonly number[];
}

/** What edits are checked against. */
export interface EditContext {
  cellCount: number;
  /** Photos of the pool. */
  pool: ReadonlySet<number>;
  /** Photo per cell of the last certified placement; null before the first. */
  shownPhotoOfCell: Int32Array | null;
}

/** The settings with the mask set, or changed by an edit that the window can name. */
export type SettingsEdit = ProjectEdit | { kind: 'setMask'; mask: StoredMask };

const FIRST_SCORING: ScoringSettings = {
  colourSpace: 'srgb',
  mirror: false,
  crops: 'centre',
  pixelWeights: false,
  edgeEmphasis: false,
};

export function firstSettings(
  preset: WeightPresetName,
  strength: number,
  rules: RuleSettings = EACH_PHOTO_ONCE,
): ProjectSettings {
  return {
    weights: { preset, strength, reach: 0.5, strokes: [], mask: null },
    scoring: FIRST_SCORING,
    rules,
    pins: [],
    bans: [],
    versions: [],
    excluded: [],
  };
}

const LABELS: Record<SettingsEdit['kind'], string> = {
  setWeights: 'Change weights',
  addStroke: 'Paint importance',
  clearStrokes: 'Clear the painting',
  setMask: 'Import mask',
  removeMask: 'Remove mask',
  setScoring: 'Change scoring',
  setRules: 'Change rules',
  require: 'Photo must appear',
  pin: 'Pin photo',
  unpin: 'Unpin photo',
  ban: 'Ban photo',
  unban: 'Allow photo',
  swap: 'Swap photos',
  choose: 'Choose photo',
  excludePhoto: 'Exclude photo',
  saveVersion: 'Save version',
  restoreVersion: 'Restore version',
  deleteVersion: 'Delete version',
};

/** What undo calls a group of edits. */
export function labelOf(edits: readonly SettingsEdit[]): string {
  const first = LABELS[edits[0]!.kind];
  return edits.every((edit) => edit.kind === edits[0]!.kind) ? first : 'Several changes';
}

/**
 * The settings after an edit; the same object if it changes nothing.
 * @throws SmaltiError REQUEST_INVALID, PHOTO_UNKNOWN, RULES_INFEASIBLE, JOB_RUNNING
 */
export function applyEdit(
  settings: ProjectSettings,
  edit: SettingsEdit,
  context: EditContext,
): ProjectSettings {
  switch (edit.kind) {
    case 'setWeights': {
      const { kind: _kind, ...changes } = edit;
      return { ...settings, weights: { ...settings.weights, ...withoutUndefined(changes) } };
    }
    case 'addStroke':
      return withWeights(settings, { strokes: [...settings.weights.strokes, rounded(edit.stroke)] });
    case 'clearStrokes':
      return withWeights(settings, { strokes: [] });
    case 'setMask':
      return withWeights(settings, { mask: edit.mask });
    case 'removeMask':
      return withWeights(settings, { mask: null });
    case 'setScoring':
      return { ...settings, scoring: edit.scoring };
    case 'setRules':
      return { ...settings, rules: edit.rules };
    case 'require':
      return required(settings, edit.photoId, edit.isRequired, context);
    case 'pin':
    case 'choose':
      return pinned(settings, [{ cell: edit.cell, photoId: edit.photoId }], context);
    case 'swap':
      return swapped(settings, edit.cellA, edit.cellB, context);
    case 'unpin':
      return { ...settings, pins: settings.pins.filter((pin) => pin.cell !== edit.cell) };
    case 'ban':
      return banned(settings, { photoId: edit.photoId, cell: edit.cell }, context);
    case 'excludePhoto':
      return {
        ...banned(settings, { photoId: edit.photoId, cell: null }, context),
        excluded: [...new Set([...settings.excluded, edit.photoId])],
      };
    case 'unban':
      return {
        ...settings,
        bans: settings.bans.filter((ban) => !isSameBan(ban, edit)),
        // A photo that is allowed everywhere again is so in the library too.
        excluded: edit.cell === null ? withoutPhotos(settings.excluded, [edit.photoId]) : settings.excluded,
      };
    default:
      return withVersions(settings, edit);
  }
}

function withWeights(settings: ProjectSettings, changes: Partial<Weighting>): ProjectSettings {
  return { ...settings, weights: { ...settings.weights, ...changes } };
}

function withoutUndefined<T extends object>(changes: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

/** Four decimals are a tenth of a pixel on most screens, and files stay small. */
function rounded(stroke: PaintStroke): PaintStroke {
  return {
    mode: stroke.mode,
    points: stroke.points.slice(0, stroke.points.length & ~1).map(round),
    radius: round(stroke.radius),
    hardness: round(stroke.hardness),
    strength: round(stroke.strength),
  };
}

/** New pins; older pins of the same cells, or of photos that may not be used so often, and bans give way. */
function pinned(settings: ProjectSettings, pins: readonly Pin[], context: EditContext): ProjectSettings {
  for (const pin of pins) {
    requireCell(pin.cell, context);
    requirePhoto(pin.photoId, context);
  }
  const countOf = (list: readonly Pin[], photoId: number): number =>
    list.filter((pin) => pin.photoId === photoId).length;
  const older = settings.pins.filter((kept) => !pins.some((pin) => pin.cell === kept.cell));
  const stays = (kept: Pin, at: number): boolean =>
    countOf(pins, kept.photoId) === 0 ||
    countOf(pins, kept.photoId) + countOf(older.slice(at), kept.photoId) <= settings.rules.reuseLimit;
  const contradicts = (ban: Ban): boolean =>
    pins.some((pin) => pin.photoId === ban.photoId && (ban.cell === null || ban.cell === pin.cell));
  return {
    ...settings,
    pins: [...older.filter(stays), ...pins].sort((a, b) => a.cell - b.cell),
    bans: settings.bans.filter((ban) => !contradicts(ban)),
    excluded: withoutPhotos(settings.excluded, pins.map(photoOf)),
  };
}

function swapped(
  settings: ProjectSettings,
  cellA: number,
  cellB: number,
  context: EditContext,
): ProjectSettings {
  requireCell(cellA, context);
  requireCell(cellB, context);
  const { shownPhotoOfCell } = context;
  if (shownPhotoOfCell === null) {
    throw new SmaltiError('JOB_RUNNING', 'There is no placement yet in which photos could change places.');
  }
  if (cellA === cellB) throw new SmaltiError('REQUEST_INVALID', 'A photo cannot change places with itself.');
  const pins = [
    { cell: cellA, photoId: shownPhotoOfCell[cellB]! },
    { cell: cellB, photoId: shownPhotoOfCell[cellA]! },
  ];
  return pinned(settings, pins, context);
}

function banned(settings: ProjectSettings, ban: Ban, context: EditContext): ProjectSettings {
  requirePhoto(ban.photoId, context);
  if (ban.cell !== null) requireCell(ban.cell, context);
  if (settings.bans.some((known) => isSameBan(known, ban))) return settings;
  const bans = [...settings.bans, ban].sort(
    (a, b) => a.photoId - b.photoId || (a.cell ?? -1) - (b.cell ?? -1),
  );
  const left = context.pool.size - new Set(bans.filter((each) => each.cell === null).map(photoOf)).size;
  if (left * settings.rules.reuseLimit < context.cellCount) {
    throw new SmaltiError(
      'RULES_INFEASIBLE',
      `Without this photo only ${left} are left for ${context.cellCount} cells.`,
      'Allow another photo again, add photos to the library, or choose a smaller grid.',
    );
  }
  const isAgainst = (pin: Pin): boolean =>
    pin.photoId === ban.photoId && (ban.cell === null || ban.cell === pin.cell);
  const mustAppear = settings.rules.mustAppear.filter((each) => ban.cell !== null || each !== ban.photoId);
  return {
    ...settings,
    bans,
    pins: settings.pins.filter((pin) => !isAgainst(pin)),
    ...(mustAppear.length === settings.rules.mustAppear.length
      ? {}
      : { rules: { ...settings.rules, mustAppear } }),
  };
}

function required(
  settings: ProjectSettings,
  photoId: number,
  isRequired: boolean,
  context: EditContext,
): ProjectSettings {
  requirePhoto(photoId, context);
  const { rules } = settings;
  if (rules.mustAppear.includes(photoId) === isRequired) return settings;
  const mustAppear = isRequired
    ? [...rules.mustAppear, photoId].sort((a, b) => a - b)
    : rules.mustAppear.filter((each) => each !== photoId);
  const contradicts = (ban: Ban): boolean => isRequired && ban.photoId === photoId && ban.cell === null;
  return {
    ...settings,
    rules: { ...rules, mustAppear },
    bans: settings.bans.filter((ban) => !contradicts(ban)),
  };
}

function withVersions(
  settings: ProjectSettings,
  edit: Extract<ProjectEdit, { kind: `${string}Version` }>,
): ProjectSettings {
  const others = settings.versions.filter((version) => version.name !== edit.name);
  if (edit.kind === 'saveVersion') {
    const { versions: _versions, excluded: _excluded, ...placement } = settings;
    return { ...settings, versions: [...others, { name: edit.name, settings: placement }] };
  }
  const version = settings.versions.find((each) => each.name === edit.name);
  if (version === undefined) {
    throw new SmaltiError('REQUEST_INVALID', `This project has no version named "${edit.name}".`);
  }
  return edit.kind === 'deleteVersion'
    ? { ...settings, versions: others }
    : { ...version.settings, versions: settings.versions, excluded: settings.excluded };
}

function isSameBan(a: Ban, b: { photoId: number; cell: number | null }): boolean {
  return a.photoId === b.photoId && a.cell === b.cell;
}

/** The same list if none of the photos is in it. */
function withoutPhotos(photoIds: readonly number[], gone: readonly number[]): readonly number[] {
  return photoIds.some((photoId) => gone.includes(photoId))
    ? photoIds.filter((photoId) => !gone.includes(photoId))
    : photoIds;
}

function photoOf({ photoId }: { photoId: number }): number {
  return photoId;
}

function requireCell(cell: number, { cellCount }: EditContext): void {
  if (cell >= 0 && cell < cellCount) return;
  throw new SmaltiError('REQUEST_INVALID', `There is no cell ${cell}; the mosaic has ${cellCount}.`);
}

function requirePhoto(photoId: number, { pool }: EditContext): void {
  if (pool.has(photoId)) return;
  throw new SmaltiError('PHOTO_UNKNOWN', 'This photo does not belong to the pool of this mosaic.');
}
