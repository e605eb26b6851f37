/**
 * @file What was made lately: posters, pages, certificates, animations, contact sheets; kept over restarts. Node, no
 * Electron. A list for convenience: if it cannot be read, it starts anew, and nothing that was made is lost by it.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { writeTextWhole } from '../files/whole-file.ts';
import { SmaltiError } from '../shared/errors.ts';
import { type MadeFile, posterFormats } from '../shared/poster.ts';

const KEPT = 30;

const recordSchema = z.object({
  madeId: z.string().min(1),
  kind: z.enum(['poster', 'page', 'certificate', 'reveal', 'contact-sheet']),
  file: z.string().min(1),
  madeAtMs: z.number(),
  bytes: z.number().nullable(),
  /** Of a poster: what its check and its companions need. */
  poster: z
    .object({
      manifestFile: z.string(),
      format: z.enum(posterFormats),
      libraryFolder: z.string().nullable(),
      /** Where the larger files lie that it shows in place of small copies. */
      originalsFolder: z.string().nullable().default(null),
      cmykProfileFile: z.string().nullable(),
    })
    .nullable(),
});

type MadeRecord = z.infer<typeof recordSchema>;
export type MadePoster = MadeRecord & { poster: NonNullable<MadeRecord['poster']> };

export class MadeFiles {
  readonly #listFile: string;
  #records: MadeRecord[] | null = null;
  #saving: Promise<void> = Promise.resolve();

  constructor(listFile: string) {
    this.#listFile = listFile;
  }

  /** Newest first. */
  async list(): Promise<MadeFile[]> {
    const records = await this.#load();
    return records.map(({ madeId, kind, file, madeAtMs, bytes, poster }) => ({
      madeId,
      kind,
      name: kind === 'page' ? basename(dirname(file)) : basename(file),
      folder: kind === 'page' ? dirname(dirname(file)) : dirname(file),
      madeAtMs,
      bytes,
      isPresent: existsSync(file),
      format: poster?.format ?? null,
    }));
  }

  /** Puts it first; an older entry of the same file gives way. */
  async add(made: Omit<MadeRecord, 'madeAtMs'>): Promise<void> {
    const records = await this.#load();
    const others = records.filter(({ file }) => file !== made.file);
    this.#records = [{ ...made, madeAtMs: Date.now() }, ...others].slice(0, KEPT);
    const text = `${JSON.stringify(this.#records, null, 1)}\n`;
    this.#saving = this.#saving.then(() => writeTextWhole(this.#listFile, text)).catch(() => {});
    await this.#saving;
  }

  /** The file behind an id. @throws SmaltiError FILE_MISSING */
  async file(madeId: string): Promise<string> {
    return (await this.#record(madeId)).file;
  }

  /** @throws SmaltiError FILE_MISSING, REQUEST_INVALID if it is no poster */
  async poster(madeId: string): Promise<MadePoster> {
    const record = await this.#record(madeId);
    if (record.poster !== null) return { ...record, poster: record.poster };
    throw new SmaltiError('REQUEST_INVALID', `${basename(record.file)} is no poster.`);
  }

  async #record(madeId: string): Promise<MadeRecord> {
    const record = (await this.#load()).find((each) => each.madeId === madeId);
    if (record === undefined)
      throw new SmaltiError('FILE_MISSING', 'This is no longer in the list of what was made.');
    if (!existsSync(record.file)) {
      throw new SmaltiError(
        'FILE_MISSING',
        `${basename(record.file)} is not where it was written.`,
        'It was moved or deleted, or its drive is away.',
      );
    }
    return record;
  }

  async #load(): Promise<MadeRecord[]> {
    if (this.#records === null) {
      const text = await readFile(this.#listFile, 'utf8').catch(() => '[]');
      this.#records ??= parsed(text);
    }
    return this.#records;
  }
}

function parsed(text: string): MadeRecord[] {
  try {
    return z.array(recordSchema).parse(JSON.parse(text));
  } catch {
    return [];
  }
}
