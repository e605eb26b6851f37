/**
 * @file The queue of distances of the search: a 4-ary heap of (distance, id) with stale entries. AssemblyScript.
 * Ids below allPhotos are photos; cell k that waits to go on has the id allPhotos + k.
 */
import { State, distanceOf } from './assignment-state';

export class Heap {
  static size: i32 = 0;
}

// @ts-ignore: decorator
@inline export function heapEntry(index: i32): u64 {
  return load<u64>(State.heap + (<usize>index << 3));
}

// @ts-ignore: decorator
@inline function setHeapEntry(index: i32, entry: u64): void {
  store<u64>(State.heap + (<usize>index << 3), entry);
}

export function heapPush(distance: i32, id: i32): void {
  if (Heap.size == State.heapCapacity) dropStaleEntries();
  const entry = ((<u64>(<u32>distance)) << 32) | <u64>(<u32>id);
  let at = Heap.size++;
  while (at > 0) {
    const parent = (at - 1) >> 2;
    const above = heapEntry(parent);
    if (above <= entry) break;
    setHeapEntry(at, above);
    at = parent;
  }
  setHeapEntry(at, entry);
}

function siftDown(start: i32, entry: u64): void {
  const size = Heap.size;
  let at = start;
  for (;;) {
    const first = 4 * at + 1;
    if (first >= size) break;
    const end = min(first + 4, size);
    let least = first;
    let leastEntry = heapEntry(first);
    for (let child = first + 1; child < end; child++) {
      const other = heapEntry(child);
      if (other < leastEntry) {
        leastEntry = other;
        least = child;
      }
    }
    if (leastEntry >= entry) break;
    setHeapEntry(at, leastEntry);
    at = least;
  }
  setHeapEntry(at, entry);
}

export function heapPop(): void {
  const last = heapEntry(--Heap.size);
  if (Heap.size > 0) siftDown(0, last);
}

/** Keeps one entry per photo (its present distance) and all cell entries, of which there is one per cell. */
function dropStaleEntries(): void {
  let kept = 0;
  for (let k = 0; k < Heap.size; k++) {
    const entry = heapEntry(k);
    const id = <i32>(<u32>entry);
    if (id >= State.allPhotos || distanceOf(id) == <i32>(entry >> 32)) setHeapEntry(kept++, entry);
  }
  Heap.size = kept;
  for (let at = (kept - 2) >> 2; at >= 0; at--) siftDown(at, heapEntry(at));
}
