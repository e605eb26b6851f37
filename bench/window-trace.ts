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
  /** Own time by kind of work, most first; raster, decoding and marking garbage on threads of their own too. */
  kinds: { name: string; totalMs: number; longestMs: number; count: number }[];
  frames: FrameWork;
}

/**
 * What lay between two frames of the page: for each of the program's threads (window, compositor, raster, GPU, main
 * process) the processor time that it used. A frame with little of it in every thread waited for other programs.
 */
interface FrameWork {
  /** Most processor time of one thread between two frames. */
  longestMs: number;
  over50Ms: number;
  /** The frames that were over 50 ms apart by the clock, longest first, with the thread that worked most meanwhile. */
  late: { clockMs: number; ownMs: number; thread: string }[];
}

const KINDS_SHOWN = 8;
const LATE_SHOWN = 4;
/** As few as will do: what is traced costs time too. */
const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline'];
/** What threads without tasks of their own in these categories do. */
const WORKER_TASKS = new Set(['RasterTask', 'ImageDecodeTask', 'V8.GC_MC_BACKGROUND_MARKING']);
const KINDS = new Set([
  'FunctionCall',
  'FireAnimationFrame',
  'EventDispatch',
  'UpdateLayoutTree',
  'Layout',
  'PrePaint',
  'Paint',
  'Layerize',
  'Commit',
  'MinorGC',
  'MajorGC',
  'RunMicrotasks',
  'ParseHTML',
  'HitTest',
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
  for (const event of events) {
    const isKind = KINDS.has(event.name) && mains.has(`${event.pid} ${event.tid}`);
    if (event.ph !== 'X' || (!isKind && !WORKER_TASKS.has(event.name))) continue;
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
    frames: workOfFrames(events),
  };
}

function workOfFrames(events: readonly TraceEvent[]): FrameWork {
  const starts = events
    .filter(({ name }) => name === 'FireAnimationFrame')
    .map(({ ts }) => ts)
    .sort((first, second) => first - second);
  const names = new Map(
    events
      .filter(({ ph, name }) => ph === 'M' && name === 'thread_name')
      .map(({ pid, tid, args }) => [`${pid} ${tid}`, args?.name ?? '']),
  );
  /** Of each thread, by the frame in which it was used. */
  const used = new Map<string, Float64Array>();
  for (const { name, ph, pid, tid, ts, dur = 0, tdur = dur } of events) {
    if (ph !== 'X' || dur === 0 || (name !== 'RunTask' && !WORKER_TASKS.has(name))) continue;
    const thread = `${pid} ${tid}`;
    let byFrame = used.get(thread);
    if (byFrame === undefined) used.set(thread, (byFrame = new Float64Array(starts.length)));
    // A task may reach over several frames: each has its part of it.
    for (let frame = frameAt(starts, ts); frame < starts.length - 1; frame += 1) {
      if (frame < 0) continue;
      const inside = Math.min(ts + dur, starts[frame + 1]!) - Math.max(ts, starts[frame]!);
      if (inside <= 0) break;
      byFrame[frame]! += (tdur / 1000) * (inside / dur);
    }
  }
  const frames = starts.slice(1).map((end, frame) => {
    const busiest = { clockMs: (end - starts[frame]!) / 1000, ownMs: 0, thread: '' };
    for (const [thread, byFrame] of used)
      if (byFrame[frame]! > busiest.ownMs) {
        busiest.ownMs = byFrame[frame]!;
        busiest.thread = names.get(thread) ?? '';
      }
    return busiest;
  });
  return {
    longestMs: Math.max(0, ...frames.map(({ ownMs }) => ownMs)),
    over50Ms: frames.filter(({ ownMs }) => ownMs > 50).length,
    late: frames
      .filter(({ clockMs }) => clockMs > 50)
      .sort((first, second) => second.clockMs - first.clockMs),
  };
}

/** The frame in which a moment lies, -1 before the first. */
function frameAt(starts: readonly number[], ts: number): number {
  let from = 0;
  let to = starts.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (starts[middle]! <= ts) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}

/** Prints it in three lines. */
export function printWork(work: MainThreadWork): void {
  const { tasks, over50Ms, longestMs, p99Ms, totalMs, kinds, frames } = work;
  console.log(
    `${'  the window’s main thread'.padEnd(26)} ${String(tasks).padStart(5)} tasks    longest ${longestMs.toFixed(1)} ms   99 % of ` +
      `those over 1 ms under ${p99Ms.toFixed(1)} ms   over 50 ms: ${over50Ms}   together ${totalMs.toFixed(0)} ms`,
  );
  const late = frames.late
    .slice(0, LATE_SHOWN)
    .map(({ clockMs, ownMs, thread }) => `${clockMs.toFixed(0)} ms with ${ownMs.toFixed(0)} in ${thread}`);
  console.log(
    `${'  frames in the trace'.padEnd(26)}       most work of one thread ${frames.longestMs.toFixed(1)} ms   over 50 ms of work: ${frames.over50Ms}   ` +
      `over 50 ms by the clock: ${frames.late.length}${late.length === 0 ? '' : ` (${late.join(', ')})`}`,
  );
  const parts = kinds
    .slice(0, KINDS_SHOWN)
    .map(({ name, totalMs: all, longestMs: longest }) => `${name} ${all.toFixed(0)} (${longest.toFixed(1)})`);
  console.log(`${''.padEnd(26)}   in ms, longest in brackets: ${parts.join(', ')}`);
}
