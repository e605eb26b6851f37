/**
 * @file Opens a catalogue file: WAL, migrations, and plain sentences for a file that is damaged or too new.
 * Node; the only file that knows which SQLite package is used.
 */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DatabaseSync } from '@photostructure/sqlite';
import { SmaltiError } from '../../shared/errors.ts';
import { MIGRATIONS } from './migrations.ts';

export type Statement = ReturnType<InstanceType<typeof DatabaseSync>['prepare']>;

/** Texts that a connection keeps prepared: more than the program has, not counting those made for one search. */
const KEPT_STATEMENTS = 200;

/**
 * A connection that prepares each text once. A statement is native memory that goes only when the garbage collector
 * comes by: asking for ten thousand photos one by one would hold hundreds of megabytes. What is set on a statement
 * (setReturnArrays) stays with its text.
 */
export class Database extends DatabaseSync {
  /** The longest unused one first. */
  readonly #statements = new Map<string, Statement>();

  override prepare(sql: string): Statement {
    const statement = this.#statements.get(sql) ?? super.prepare(sql);
    this.#statements.delete(sql);
    this.#statements.set(sql, statement);
    if (this.#statements.size > KEPT_STATEMENTS) {
      const [unused] = this.#statements.keys();
      this.#statements.delete(unused!);
    }
    return statement;
  }
}

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const DAMAGED_CODES = new Set([11, 26]);
const FULL_CODE = 13;
const CANNOT_OPEN_CODES = new Set([8, 14]);

/**
 * Opens or creates the catalogue file and brings it to the newest schema. Missing folders are made.
 * @param file a path, or ':memory:'
 * @throws CATALOGUE_TOO_NEW, CATALOGUE_DAMAGED, FILE_UNWRITABLE, DISK_FULL
 */
export function openDatabase(file: string): Database {
  return explained(file, () => {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    const database = new Database(file, { timeout: 5000 });
    try {
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');
      database.exec('PRAGMA cache_size = -32000; PRAGMA temp_store = MEMORY;');
      migrate(database);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Another program's SQLite file, opened so that nothing is ever written, not even a journal beside it. */
export function openForeignDatabase(file: string): Database {
  return new Database(`${pathToFileURL(file).href}?immutable=1`, { readOnly: true });
}

function migrate(database: Database): void {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version > MIGRATIONS.length) {
    throw new SmaltiError(
      'CATALOGUE_TOO_NEW',
      'This catalogue was written by a newer Smalti.',
      'Open it with that version, or update this one. Nothing was changed.',
    );
  }
  if (version === 0) {
    const row = database.prepare("SELECT count(*) AS tables FROM sqlite_master WHERE type = 'table'").get();
    if ((row as { tables: number }).tables > 0) throw damaged('It belongs to another program.');
  }
  for (let step = version; step < MIGRATIONS.length; step += 1) {
    inTransaction(database, () => {
      database.exec(MIGRATIONS[step]!);
      database.exec(`PRAGMA user_version = ${step + 1}`);
    });
  }
}

/** Runs the work in one transaction: all of it is written, or nothing. A transaction inside another joins it. */
export function inTransaction<Result>(database: Database, work: () => Result): Result {
  if (database.isTransaction) return work();
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function damaged(detail: string, cause?: unknown): SmaltiError {
  return new SmaltiError(
    'CATALOGUE_DAMAGED',
    `The catalogue file cannot be read. ${detail}`,
    'Move the file away and scan the folder again; the photos themselves are untouched.',
    { cause },
  );
}

/** Runs the work and turns SQLite's errors about the file itself into plain ones. */
export function explained<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof SmaltiError || !(error instanceof Error)) throw error;
    const code = 'sqliteCode' in error ? Number(error.sqliteCode) : Number.NaN;
    if (DAMAGED_CODES.has(code)) throw damaged('It is damaged.', error);
    if (code === FULL_CODE) {
      throw new SmaltiError(
        'DISK_FULL',
        'The disk that holds the catalogue is full.',
        'Make room and try again.',
        {
          cause: error,
        },
      );
    }
    if (CANNOT_OPEN_CODES.has(code) || 'syscall' in error) {
      throw new SmaltiError(
        'FILE_UNWRITABLE',
        `The catalogue ${file} cannot be opened for writing.`,
        'Check the folder and its permissions.',
        { cause: error },
      );
    }
    throw error;
  }
}
