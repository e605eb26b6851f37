/** @file Which photos a mosaic may use: a question to one library, or all of a library. Runs in the window. */
import { create } from 'zustand';
import type { PhotoQuery } from '../../shared/query.ts';

export interface ChosenPool {
  libraryId: string;
  /** With its time zone: it means the same photos wherever it is asked. */
  query: PhotoQuery;
  /** The question in words: 'blue, 2019'. */
  title: string;
}

interface PoolState {
  pool: ChosenPool | null;
  setPool(pool: ChosenPool | null): void;
}

export const usePool = create<PoolState>()((set) => ({
  pool: null,
  setPool: (pool) => set({ pool }),
}));

/** The question that limits a library's photos; null: all of them. */
export function poolOf({ pool }: Pick<PoolState, 'pool'>, libraryId: string | null): PhotoQuery | null {
  return pool !== null && pool.libraryId === libraryId ? pool.query : null;
}
