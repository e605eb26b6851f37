/**
 * @file A `.smalti` file: what a project is, as JSON that any machine reads the same way. Pure.
 * Library and target are named relative to the file's folder, with '/'; photos by their path in the library and their
 * media id, because catalogue rows have other numbers on another machine.
 */
import { dirname, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import type { Grid } from '../../core/grid.ts';
import { SmaltiError } from '../../shared/errors.ts';
import { photoQuerySchema } from '../../shared/explorer.ts';
import { rulesSchema, scoringSchema, strokeSchema, weightPresets } from '../../shared/project.ts';
import { EACH_PHOTO_ONCE } from '../../shared/rules.ts';
import type { PhotoQuery } from '../../shared/query.ts';
import type { PlacementSettings, ProjectSettings } from './settings.ts';

export const PROJECT_FILE_VERSION = 3;

const photoIndex = z.int().min(0);
const placementSchema = z.object({
  weights: z.object({
    preset: z.enum(weightPresets),
    strength: z.number().min(1).max(1000),
    reach: z.number().min(0.05).max(2),
    strokes: z.array(strokeSchema),
    mask: z
      .object({
        name: z.string(),
        widthPx: z.int().min(1).max(4096),
        heightPx: z.int().min(1).max(4096),
        deflated: z.string(),
      })
      .nullable(),
  }),
  scoring: scoringSchema,
  rules: rulesSchema.extend({ mustAppear: z.array(photoIndex) }),
  pins: z.array(z.object({ cell: z.int().min(0), photo: photoIndex })),
  bans: z.array(z.object({ photo: photoIndex, cell: z.int().min(0).nullable() })),
});

const fileSchema = z.object({
  format: z.literal('smalti-project'),
  version: z.literal(PROJECT_FILE_VERSION),
  library: z.string(),
  target: z.string(),
  sheetAspect: z.number().min(0.05).max(20),
  grid: z.object({ columns: z.int().min(1).max(1000), rows: z.int().min(1).max(1000) }),
  pool: photoQuerySchema.nullable(),
  /** The photos that pins, bans and rules name. */
  photos: z.array(z.object({ path: z.string(), mediaId: z.string().nullable() })),
  settings: placementSchema,
  versions: z.array(z.object({ name: z.string().min(1).max(80), settings: placementSchema })),
});
type ProjectFile = z.infer<typeof fileSchema>;
type StoredPlacement = ProjectFile['settings'];

/** Steps from one version of the file to the next: MIGRATIONS[n] makes version n + 2 of version n + 1. */
const MIGRATIONS: readonly ((file: Record<string, unknown>) => Record<string, unknown>)[] = [
  // Photos showed their centres only, whole cells were weighted: such projects stay as they are.
  (file) => withSettings(file, 2, 'scoring', { crops: 'centre', pixelWeights: false, edgeEmphasis: false }),
  // Each photo was used at most once.
  (file) => withSettings(file, 3, 'rules', EACH_PHOTO_ONCE),
];

/** Settings that came with a version of the file, for the project and for its named versions. */
function withSettings(
  file: Record<string, unknown>,
  version: number,
  part: 'scoring' | 'rules',
  added: object,
): Record<string, unknown> {
  type Old = Partial<Record<typeof part, object>>;
  const known = file as { settings?: Old; versions?: { settings?: Old }[] };
  const settings = (old: Old | undefined): object => ({ ...old, [part]: { ...old?.[part], ...added } });
  return {
    ...file,
    version,
    settings: settings(known.settings),
    versions: known.versions?.map((named) => ({ ...named, settings: settings(named.settings) })),
  };
}

/** A project apart from the running program: absolute paths, photo ids of the catalogue. */
export interface ProjectContent {
  libraryFolder: string;
  targetFile: string;
  sheetAspect: number;
  grid: Grid;
  pool: PhotoQuery | null;
  settings: ProjectSettings;
}

/** How photos are called outside the catalogue. */
export interface PhotoName {
  path: string;
  mediaId: string | null;
}

/** The text of the file; the same project gives the same bytes. */
export function projectText(
  content: ProjectContent,
  file: string,
  nameOf: (photoId: number) => PhotoName,
): string {
  const photos = new Map<number, number>();
  const indexOf = (photoId: number): number => {
    const known = photos.get(photoId);
    if (known !== undefined) return known;
    photos.set(photoId, photos.size);
    return photos.size - 1;
  };
  const stored = ({ weights, scoring, rules, pins, bans }: PlacementSettings): StoredPlacement => ({
    weights: { ...weights, strokes: [...weights.strokes] },
    scoring,
    rules: { ...rules, mustAppear: rules.mustAppear.map(indexOf) },
    pins: pins.map(({ cell, photoId }) => ({ cell, photo: indexOf(photoId) })),
    bans: bans.map(({ photoId, cell }) => ({ photo: indexOf(photoId), cell })),
  });
  const settings = stored(content.settings);
  const versions = content.settings.versions.map((version) => ({
    name: version.name,
    settings: stored(version.settings),
  }));
  const data: ProjectFile = {
    format: 'smalti-project',
    version: PROJECT_FILE_VERSION,
    library: relativeTo(file, content.libraryFolder),
    target: relativeTo(file, content.targetFile),
    sheetAspect: content.sheetAspect,
    grid: { columns: content.grid.columns, rows: content.grid.rows },
    pool: content.pool,
    photos: [...photos.keys()].map(nameOf),
    settings,
    versions,
  };
  return `${JSON.stringify(data)}\n`;
}

/** A file that was read: the photos in it are still names. */
export interface ReadProject {
  libraryFolder: string;
  targetFile: string;
  sheetAspect: number;
  grid: Grid;
  pool: PhotoQuery | null;
  /**
   * The settings with the ids of this catalogue.
   * @returns also how many pins, bans and rules were left out because their photo is not in the library any more
   */
  settings(photoIdOf: (name: PhotoName) => number | null): { settings: ProjectSettings; lost: number };
}

/**
 * Reads a file's text, of this version or an older one.
 * @throws SmaltiError PROJECT_INVALID
 */
export function readProject(text: string, file: string): ReadProject {
  const data = parseProject(text);
  return {
    libraryFolder: resolve(dirname(file), data.library),
    targetFile: resolve(dirname(file), data.target),
    sheetAspect: data.sheetAspect,
    grid: data.grid,
    pool: data.pool as PhotoQuery | null,
    settings: (photoIdOf) => {
      const photoIds = data.photos.map(photoIdOf);
      let lost = 0;
      const cellCount = data.grid.columns * data.grid.rows;
      const known = <Rule extends { photo: number; cell: number | null }>(rules: readonly Rule[]) =>
        rules.flatMap(({ photo, cell }) => {
          const photoId = photoIds[photo] ?? null;
          if (photoId !== null && (cell === null || cell < cellCount)) {
            return [{ photoId, cell: cell as Rule['cell'] }];
          }
          lost += 1;
          return [];
        });
      const placement = ({ weights, scoring, rules, pins, bans }: StoredPlacement): PlacementSettings => ({
        weights,
        scoring,
        rules: {
          ...rules,
          mustAppear: known(rules.mustAppear.map((photo) => ({ photo, cell: null })))
            .map(({ photoId }) => photoId)
            .sort((a, b) => a - b),
        },
        pins: known(pins).sort((a, b) => a.cell - b.cell),
        bans: known(bans).sort((a, b) => a.photoId - b.photoId || (a.cell ?? -1) - (b.cell ?? -1)),
      });
      const versions = data.versions.map(({ name, settings }) => ({ name, settings: placement(settings) }));
      return { settings: { ...placement(data.settings), versions, excluded: [] }, lost };
    },
  };
}

function parseProject(text: string): ProjectFile {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw damaged('it is not whole');
  }
  const head = z.object({ format: z.literal('smalti-project'), version: z.int().min(1) }).loose();
  const opened = head.safeParse(data);
  if (!opened.success) throw damaged('it is not a Smalti project');
  if (opened.data.version > PROJECT_FILE_VERSION) {
    throw new SmaltiError(
      'PROJECT_INVALID',
      'This project was saved by a newer Smalti.',
      'Update Smalti, then open it again.',
    );
  }
  let current: Record<string, unknown> = opened.data;
  for (const migrate of MIGRATIONS.slice(opened.data.version - 1)) current = migrate(current);
  const parsed = fileSchema.safeParse(current);
  if (!parsed.success) throw damaged(z.prettifyError(parsed.error).split('\n')[0] ?? '');
  return parsed.data;
}

function damaged(reason: string): SmaltiError {
  return new SmaltiError(
    'PROJECT_INVALID',
    `This project file cannot be read: ${reason}.`,
    'Open another copy of it, or make the project anew.',
  );
}

function relativeTo(file: string, path: string): string {
  return relative(dirname(file), path).split(sep).join('/') || '.';
}
