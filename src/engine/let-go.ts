/**
 * @file Gives the memory of a closed session back to the system at once. Runs in the engine process and in its threads.
 * A shared WebAssembly memory is freed when no isolate holds it any more, and V8 sees only small objects that hold it:
 * without a word it keeps hundreds of megabytes until the next large session.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/** Collects garbage when what is under way has returned. */
export function letGo(): void {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  setImmediate(collect);
}
