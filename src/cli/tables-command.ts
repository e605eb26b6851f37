/** @file `smalti tables`. Plain Node. */
import { resolve } from 'node:path';
import type { TableFormat } from '../shared/explorer.ts';
import { knownLibrary } from './known-library.ts';
import type { Output } from './output.ts';
import { withStudio } from './session.ts';

export interface TablesOptions {
  folder: string;
  out: string;
  format: TableFormat;
}

export async function tablesCommand({ folder, out, format }: TablesOptions, output: Output): Promise<void> {
  const tables = await withStudio(output, async (studio) => {
    const libraryId = await knownLibrary(studio, folder);
    return studio.explorer.exportTables(libraryId, resolve(out), format);
  });
  output.result(
    { tables },
    tables.map(({ file, rows }) => `${file}: ${rows} rows`),
  );
}
