/** @file A closed session gives its memory back: the next large mosaic, or the poster, has it. Real engine process. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { afterAll, expect, it, vi } from 'vitest';
import { seededMosaic, startEngine } from './engine-child.ts';

const hasProc = existsSync('/proc/self/statm');
if (!hasProc)
  process.stderr.write('This system does not tell what a process holds; memory is not looked at.\n');
const engine = startEngine();
afterAll(() => engine.stop());

/** Resident bytes of this program's engine. */
function residentBytes(): number {
  const found = readdirSync('/proc').filter((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      const parent = /\) \S (\d+)/.exec(readFileSync(`/proc/${entry}/stat`, 'utf8'))?.[1];
      return (
        parent === String(process.pid) &&
        readFileSync(`/proc/${entry}/cmdline`, 'utf8').includes('engine.mjs')
      );
    } catch {
      return false;
    }
  });
  expect(found).toHaveLength(1);
  return Number(readFileSync(`/proc/${found[0]}/statm`, 'utf8').split(' ')[1]) * 4096;
}

it.skipIf(!hasProc)('gives the memory of a closed session back', async () => {
  const request = seededMosaic(3600, 4000);
  const { memoryBytes } = await engine.request('mosaic.open', request);
  await engine.request('mosaic.solve', { sessionId: request.sessionId, solver: 'greedy' });
  const open = residentBytes();
  expect(memoryBytes).toBeGreaterThan(55e6);
  await engine.request('mosaic.close', { sessionId: request.sessionId });
  await vi.waitFor(() => expect(open - residentBytes()).toBeGreaterThan(memoryBytes * 0.7), {
    timeout: 20_000,
    interval: 200,
  });
});
