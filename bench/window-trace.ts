/**
 * @file What the window's main thread did meanwhile: Chromium's own trace, read for tasks and what they are made of.
 * Thread time tells what work costs even when other programs share the processor, which frame times cannot.
 */
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  /** Processor time of the thread, in microseconds. */
  tdur?: number;
  args?: { name?: string };
}

export interface MainThreadWork {
  /** Tasks that took over 50 ms of the thread's own time. */
  over50Ms: number;
  tasks: number;
  longestMs: number;
  /** 99 in 100 tasks of over a millisecond are shorter. */
  p99Ms: number;
  totalMs: number;
  /** Own time by kind of work, most first. */
  kinds: { name: string; totalMs: number; longestMs: number; count: number }[];
}

const KINDS_SHOWN = 8;
const CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'blink', 'v8'];
const KINDS = new Set([
  'FunctionCall',
  'FireAnimationFrame',
  'EventDispatch',
  'WebFrameWidgetImpl::BeginMainFrame',
  'UpdateLayoutTree',
  'Layout',
  'PrePaint',
  'Paint',
  'Layerize',
  'Commit',
  'MinorGC',
  'MajorGC',
  'V8.GCScavenger',
  'RunMicrotasks',
  'ParseHTML',
  'HitTest',
  'IntersectionObserverController::computeIntersections',
]);

/** Carries the work out while the whole program is traced, and answers what the window's main thread did. */
export async function traceMainThread(
  app: ElectronApplication,
  work: () => Promise<unknown>,
): Promise<MainThreadWork> {
  const file = join(tmpdir(), `smalti-trace-${process.pid}-${Date.now()}.json`);
  await app.evaluate(
    ({ contentTracing }, included_categories) => contentTracing.startRecording({ included_categories }),
    CATEGORIES,
  );
  await work();
  await app.evaluate(({ contentTracing }, path) => contentTracing.stopRecording(path), file);
  const { traceEvents } = JSON.parse(await readFile(file, 'utf8')) as { traceEvents: TraceEvent[] };
  if (process.env['SMALTI_KEEP_TRACE'] === undefined) await rm(file, { force: true });
  return summarise(traceEvents);
}

function summarise(events: readonly TraceEvent[]): MainThreadWork {
  const mains = new Set(
    events
      .filter(({ ph, name, args }) => ph === 'M' && name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const mine = events.filter(({ ph, pid, tid }) => ph === 'X' && mains.has(`${pid} ${tid}`));
  const tasks = mine
    .filter(({ name }) => name === 'RunTask')
    .map((event) => (event.tdur ?? event.dur ?? 0) / 1000)
    .sort((first, second) => second - first);
  const long = tasks.filter((ms) => ms > 1);
  const kinds = new Map<string, { totalMs: number; longestMs: number; count: number }>();
  for (const event of mine) {
    if (!KINDS.has(event.name)) continue;
    const ms = (event.tdur ?? event.dur ?? 0) / 1000;
    const kind = kinds.get(event.name) ?? { totalMs: 0, longestMs: 0, count: 0 };
    kinds.set(event.name, {
      totalMs: kind.totalMs + ms,
      longestMs: Math.max(kind.longestMs, ms),
      count: kind.count + 1,
    });
  }
  return {
    tasks: tasks.length,
    over50Ms: tasks.filter((ms) => ms > 50).length,
    longestMs: tasks[0] ?? 0,
    p99Ms: long[Math.floor(long.length / 100)] ?? 0,
    totalMs: tasks.reduce((sum, ms) => sum + ms, 0),
    kinds: [...kinds]
      .map(([name, kind]) => ({ name, ...kind }))
      .sort((first, second) => second.totalMs - first.totalMs),
  };
}

/** Prints it in two lines. */
export function printWork({ tasks, over50Ms, longestMs, p99Ms, totalMs, kinds }: MainThreadWork): void {
  console.log(
    `${'  the window’s main thread'.padEnd(26)} ${String(tasks).padStart(5)} tasks    longest ${longestMs.toFixed(1)} ms   99 % of ` +
      `those over 1 ms under ${p99Ms.toFixed(1)} ms   over 50 ms: ${over50Ms}   together ${totalMs.toFixed(0)} ms`,
  );
  const parts = kinds
    .slice(0, KINDS_SHOWN)
    .map(({ name, totalMs: all, longestMs: longest }) => `${name} ${all.toFixed(0)} (${longest.toFixed(1)})`);
  console.log(`${''.padEnd(26)}   in ms, longest in brackets: ${parts.join(', ')}`);
}
