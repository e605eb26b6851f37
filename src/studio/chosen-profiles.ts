/**
 * @file The CMYK profiles that a person chose, kept over restarts: the window knows them by an id only. Node, no Electron.
 * A list for convenience: if it cannot be read, it starts anew and the person is asked again.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { writeTextWhole } from '../files/whole-file.ts';
import { SmaltiError } from '../shared/errors.ts';

const KEPT = 40;

const listSchema = z.array(z.object({ profileId: z.string(), file: z.string() }));
type ChosenFile = z.infer<typeof listSchema>[number];

export class ChosenProfiles {
  readonly #listFile: string;
  #chosen: ChosenFile[] | null = null;

  constructor(listFile: string) {
    this.#listFile = listFile;
  }

  /** The same file has the same id every time. */
  async add(file: string): Promise<{ profileId: string; name: string }> {
    const profileId = createHash('sha256').update(file).digest('hex').slice(0, 16);
    const others = this.#load().filter((each) => each.profileId !== profileId);
    this.#chosen = [{ profileId, file }, ...others].slice(0, KEPT);
    await writeTextWhole(this.#listFile, `${JSON.stringify(this.#chosen, null, 1)}\n`);
    return { profileId, name: basename(file) };
  }

  /** @throws SmaltiError FILE_MISSING for an id that was never given, and for a file that is gone */
  fileOf(profileId: string): string {
    const chosen = this.#load().find((each) => each.profileId === profileId);
    if (chosen !== undefined && existsSync(chosen.file)) return chosen.file;
    const name = chosen === undefined ? 'The colour profile' : basename(chosen.file);
    throw new SmaltiError('FILE_MISSING', `${name} is not where it was.`, 'Choose the profile again.');
  }

  #load(): ChosenFile[] {
    this.#chosen ??= readList(this.#listFile);
    return this.#chosen;
  }
}

function readList(file: string): ChosenFile[] {
  try {
    return listSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return [];
  }
}
