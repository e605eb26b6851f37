/** @file Rows as a Parquet file, for programs that compute with tables. Pure; the file is made in memory. */
import { type BasicType, ByteWriter, parquetWriteRows } from 'hyparquet-writer';
import type { Cell } from './csv.ts';

/** What a column holds, in every row or null: Parquet files say it, and text files show it. */
export type CellType = 'text' | 'whole' | 'decimal' | 'yes' | 'time';

const PARQUET_TYPES: Record<CellType, BasicType> = {
  text: 'STRING',
  whole: 'INT64',
  decimal: 'DOUBLE',
  yes: 'BOOLEAN',
  time: 'TIMESTAMP',
};
/** Rows that are encoded at once: others of this process wait so long at most. */
const ROWS_AT_ONCE = 2000;

/** @param rows cells in the order of the columns; times as ISO 8601 */
export async function parquetOf(
  columns: readonly { name: string; type: CellType }[],
  rows: Iterable<readonly Cell[]>,
): Promise<Uint8Array> {
  const writer = new ByteWriter();
  await parquetWriteRows({
    writer,
    columns: columns.map(({ name, type }) => ({ name, type: PARQUET_TYPES[type] })),
    rows: withPauses(columns, rows),
    rowGroupSize: ROWS_AT_ONCE,
    createdBy: 'Smalti',
  });
  return writer.getBytes();
}

async function* withPauses(
  columns: readonly { name: string; type: CellType }[],
  rows: Iterable<readonly Cell[]>,
): AsyncGenerator<Record<string, unknown>> {
  let count = 0;
  for (const cells of rows) {
    yield Object.fromEntries(columns.map(({ name, type }, at) => [name, valueOf(type, cells[at] ?? null)]));
    count += 1;
    if (count % ROWS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

function valueOf(type: CellType, cell: Cell): unknown {
  if (cell === null) return undefined;
  if (type === 'time') return new Date(String(cell));
  if (type === 'whole') return BigInt(Number(cell));
  return cell;
}
