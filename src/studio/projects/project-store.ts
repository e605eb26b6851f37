/**
 * @file Where projects are kept: the list of recent ones, and the folder for those the person never saved. Node, no
 * Electron. Every change is on disk within a second; a file is always whole (whole-file.ts).
 */
import { createHash } from 'node:crypto';
import { readFile, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { writeTextWhole } from '../../files/whole-file.ts';
import { SmaltiError } from '../../shared/errors.ts';
import type { RecentProject } from '../../shared/project.ts';

const listSchema = z.object({
  version: z.literal(1),
  projects: z.array(z.object({ file: z.string(), name: z.string() })),
});
type Entry = z.infer<typeof listSchema>['projects'][number];

const MOST_RECENT = 30;
/** Autosave waits for the end of a flurry of edits, but not for long. */
const QUIET_MS = 250;
const LONGEST_WAIT_MS = 800;
export const PROJECT_EXTENSION = '.smalti';

export class ProjectStore {
  readonly #dataDir: string;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  /** Where a project lies until the person saves it. */
  unsavedFile(projectId: string): string {
    return join(this.#unsavedDir(), `${projectId}${PROJECT_EXTENSION}`);
  }

  isUnsaved(file: string): boolean {
    return dirname(file) === this.#unsavedDir();
  }

  /** Newest first. */
  async recent(): Promise<RecentProject[]> {
    const projects = await Promise.all(
      (await this.#entries()).map(async ({ file, name }): Promise<RecentProject> => {
        const found = await stat(file).catch(() => null);
        const isUnsaved = this.isUnsaved(file);
        return {
          recentId: recentIdOf(file),
          name,
          folder: isUnsaved ? null : dirname(file),
          changedAtMs: found?.mtimeMs ?? 0,
          isPresent: found !== null,
          isUnsaved,
        };
      }),
    );
    return projects.sort((a, b) => b.changedAtMs - a.changedAtMs || a.name.localeCompare(b.name));
  }

  /** @throws SmaltiError FILE_MISSING */
  async fileOf(recentId: string): Promise<string> {
    const found = (await this.#entries()).find(({ file }) => recentIdOf(file) === recentId);
    if (found === undefined) {
      throw new SmaltiError('FILE_MISSING', 'This project is not in the list any more.', 'Open its file.');
    }
    return found.file;
  }

  /** Puts a file on the list, or to its front. */
  async remember(file: string, name: string): Promise<void> {
    const others = (await this.#entries()).filter((entry) => entry.file !== file);
    const kept = [{ file, name }, ...others];
    for (const { file: old } of kept.slice(MOST_RECENT))
      if (this.isUnsaved(old)) await rm(old, { force: true });
    await this.#save(kept.slice(0, MOST_RECENT));
  }

  /** Takes a file from the list; one that was never saved is deleted. */
  async forget(file: string): Promise<void> {
    await this.#save((await this.#entries()).filter((entry) => entry.file !== file));
    if (this.isUnsaved(file)) await rm(file, { force: true });
  }

  /** The list, and unsaved projects that a crash kept off it. A damaged list is made again: files are what counts. */
  async #entries(): Promise<Entry[]> {
    const text = await readFile(this.#listFile(), 'utf8').catch(() => null);
    const parsed = text === null ? null : listSchema.safeParse(parseJson(text));
    const listed = parsed?.success === true ? parsed.data.projects : [];
    const names = await readdir(this.#unsavedDir()).catch(() => []);
    const strays = names
      .filter((name) => name.endsWith(PROJECT_EXTENSION) && !name.startsWith('.'))
      .map((name) => ({ file: join(this.#unsavedDir(), name), name: 'Unsaved project' }))
      .filter(({ file }) => !listed.some((entry) => entry.file === file));
    return [...listed, ...strays];
  }

  #save(projects: Entry[]): Promise<void> {
    return writeTextWhole(this.#listFile(), `${JSON.stringify({ version: 1, projects }, null, 1)}\n`);
  }

  #unsavedDir(): string {
    return join(this.#dataDir, 'projects');
  }

  #listFile(): string {
    return join(this.#dataDir, 'recent-projects.json');
  }
}

/** Writes a text soon after it changed, never two at a time, always the newest. */
export class Autosave {
  readonly #write: () => Promise<void>;
  readonly #onFailure: (error: unknown) => void;
  #timer: NodeJS.Timeout | null = null;
  #firstAskedMs = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(write: () => Promise<void>, onFailure: (error: unknown) => void) {
    this.#write = write;
    this.#onFailure = onFailure;
  }

  /** Something changed. */
  touch(): void {
    const nowMs = performance.now();
    if (this.#timer === null) this.#firstAskedMs = nowMs;
    else clearTimeout(this.#timer);
    const waitMs = Math.max(0, Math.min(QUIET_MS, this.#firstAskedMs + LONGEST_WAIT_MS - nowMs));
    this.#timer = setTimeout(() => void this.flush().catch(this.#onFailure), waitMs);
  }

  /** Writes now what is not written yet. @throws what the write throws */
  flush(): Promise<void> {
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
      this.#timer = null;
      this.#writing = this.#writing.catch(() => {}).then(this.#write);
    }
    return this.#writing;
  }
}

/** The name that people know a project file by. */
export function projectNameOf(file: string): string {
  return basename(file, PROJECT_EXTENSION);
}

function recentIdOf(file: string): string {
  return createHash('sha256').update(file).digest('hex').slice(0, 16);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
