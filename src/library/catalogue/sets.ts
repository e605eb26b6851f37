/** @file Searches that were saved under a name. Node, no Electron. */
import type { Database } from './database.ts';

/** A saved search. `query` is whatever the search room calls a query, as JSON. */
export interface SavedSet {
  setId: number;
  name: string;
  query: unknown;
  createdAtMs: number;
}

interface SetRow {
  id: number;
  name: string;
  query_json: string;
  created_at_ms: number;
}

export function readSets(database: Database): SavedSet[] {
  const rows = database.prepare('SELECT id, name, query_json, created_at_ms FROM sets ORDER BY name').all();
  return (rows as unknown as SetRow[]).map((row) => ({
    setId: row.id,
    name: row.name,
    query: JSON.parse(row.query_json) as unknown,
    createdAtMs: row.created_at_ms,
  }));
}

/** An older set of that name is replaced. */
export function writeSet(database: Database, { name, query, createdAtMs }: Omit<SavedSet, 'setId'>): void {
  database
    .prepare(
      `INSERT INTO sets (name, query_json, created_at_ms) VALUES (?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET query_json = excluded.query_json`,
    )
    .run(name, JSON.stringify(query), createdAtMs);
}

export function removeSet(database: Database, setId: number): void {
  database.prepare('DELETE FROM sets WHERE id = ?').run(setId);
}
