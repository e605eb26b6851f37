/**
 * @file How long the first scan of a library takes, as `smalti scan` does it in a fresh folder, beside a bare loop that
 * only makes the thumbnails in as many processes; and what the scan's time is made of.
 * Run: `npx tsx bench/scan.ts [FOLDER] [rounds]`; without a folder it draws a sample.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { buildProcesses, processesDir } from '../scripts/build-processes.mjs';
import { makeSample } from '../scripts/make-sample.mjs';
import { launchNodeChild } from '../src/processes/launch-node-child.ts';
import { appFolders } from '../src/studio/app-folders.ts';
import { declareProcesses } from '../src/studio/processes.ts';
import { Studio } from '../src/studio/studio.ts';
import { printDescribingParts } from './describing-parts.ts';

const SAMPLE_PHOTOS = 600;
/** Photos of which the parts of describing are measured one by one. */
const PARTS_PHOTOS = 300;
/** Clock ticks in a second, as Linux counts processor time in /proc (USER_HZ, the same on every architecture). */
const TICKS_PER_SECOND = 100;
const processCount = availableParallelism();

/** Seconds by the clock; seconds of processor time, or null where the system does not tell. */
interface Run {
  seconds: number;
  mainCpuSeconds: number | null;
  childCpuSeconds: number | null;
}

interface Scan extends Run {
  photos: number;
  problems: number;
  /** Seconds by the clock of each phase, in order. */
  phases: Map<string, number>;
}

async function bareLoop(files: readonly string[], folder: string): Promise<Run> {
  const startedAtMs = performance.now();
  const cpuMs = await Promise.all(
    Array.from({ length: processCount }, async (_, which) => {
      const share = files.filter((_file, index) => index % processCount === which);
      const child = spawn(process.execPath, [join(import.meta.dirname, 'thumbnail-loop.mjs'), folder], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      child.stdin.end(JSON.stringify(share));
      const [printed, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
      if (exitCode !== 0) throw new Error('The bare loop failed, so there is nothing to compare with.');
      return Number(printed);
    }),
  );
  const seconds = (performance.now() - startedAtMs) / 1000;
  return { seconds, mainCpuSeconds: 0, childCpuSeconds: cpuMs.reduce((sum, ms) => sum + ms, 0) / 1000 };
}

async function scan(photosDir: string, home: string): Promise<Scan> {
  const launcher = launchNodeChild();
  const cpuBefore = process.cpuUsage();
  const startedAtMs = performance.now();
  const processes = declareProcesses({ processesDir, imagingLauncher: launcher, engineLauncher: launcher });
  const studio = await Studio.open({
    ...processes,
    folders: appFolders({ SMALTI_HOME: home }),
    emit: () => undefined,
  });
  const phaseStarts: [phase: string, atMs: number][] = [['Starting', startedAtMs]];
  studio.jobs.onChange(({ phase }) => {
    if (phaseStarts.at(-1)![0] !== phase) phaseStarts.push([phase, performance.now()]);
  });
  const { libraryId } = await studio.libraries.add(photosDir);
  const summary = await studio.scan(libraryId).result;
  const endedAtMs = performance.now();
  const { user, system } = process.cpuUsage(cpuBefore);
  const childCpuSeconds = await cpuSecondsOf(processes.imaging.pids());
  await studio.close();
  const phases = new Map(
    phaseStarts.map(([phase, atMs], index) => [
      phase,
      ((phaseStarts[index + 1]?.[1] ?? endedAtMs) - atMs) / 1000,
    ]),
  );
  return {
    photos: summary.photos,
    problems: summary.problems.length,
    seconds: (endedAtMs - startedAtMs) / 1000,
    mainCpuSeconds: (user + system) / 1e6,
    childCpuSeconds,
    phases,
  };
}

/** Processor time that living processes have used so far, all their threads; Linux tells, others do not. */
async function cpuSecondsOf(pids: readonly number[]): Promise<number | null> {
  if (!existsSync('/proc/self/stat')) return null;
  let ticks = 0;
  for (const pid of pids) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // Fields 14 and 15; the name in field 2 stands in brackets and may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks / TICKS_PER_SECOND;
}

async function pictureFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => /^\.(jpe?g|png|webp)$/i.test(extname(name)))
    .sort()
    .map((name) => join(folder, name));
}

function median(values: readonly number[]): number {
  return [...values].sort((first, second) => first - second)[values.length >> 1]!;
}

function print(name: string, runs: readonly Run[], photos: number): void {
  const seconds = median(runs.map((run) => run.seconds));
  const cpu = (of: (run: Run) => number | null): string => {
    const times = runs.map(of).filter((time) => time !== null);
    return times.length === 0 ? '?' : median(times).toFixed(1);
  };
  console.log(
    `${name.padEnd(30)} ${seconds.toFixed(1).padStart(6)} s   ${((seconds / photos) * 1000).toFixed(2)} ms a photo   ` +
      `processor time: ${cpu((run) => run.childCpuSeconds)} s in ${processCount} processes, ${cpu((run) => run.mainCpuSeconds)} s in the one that asks`,
  );
}

const root = await mkdtemp(join(tmpdir(), 'smalti-bench-'));
try {
  const [source, rounds = '3'] = process.argv.slice(2);
  const photosDir = source ?? join(root, 'photos');
  if (source === undefined) await makeSample({ folder: photosDir, photoCount: SAMPLE_PHOTOS });
  const files = await pictureFiles(photosDir);
  await buildProcesses();
  const bareRuns: Run[] = [];
  const scans: Scan[] = [];
  const inFreshFolder = async (name: string, work: (folder: string) => Promise<void>): Promise<void> => {
    const folder = join(root, name);
    await mkdir(folder);
    await work(folder);
    await rm(folder, { recursive: true });
  };
  for (let round = 0; round < Number(rounds); round += 1) {
    await inFreshFolder('bare', async (folder) => void bareRuns.push(await bareLoop(files, folder)));
    await inFreshFolder('home', async (folder) => void scans.push(await scan(photosDir, folder)));
  }
  const { photos, problems, phases } = scans.at(-1)!;
  console.log(
    `${files.length} pictures, ${processCount} processes; medians of ${rounds} rounds, one after the other in turn`,
  );
  print('bare loop, thumbnails only', bareRuns, files.length);
  print('first scan', scans, files.length);
  console.log(`  ${photos} photos and ${problems} problems in the catalogue`);
  for (const phase of phases.keys()) {
    const seconds = median(scans.map((run) => run.phases.get(phase) ?? 0));
    console.log(`  ${phase.padEnd(28)} ${seconds.toFixed(2).padStart(6)} s`);
  }
  const ratio = median(bareRuns.map(({ seconds }, round) => seconds / scans[round]!.seconds));
  console.log(`speed relative to the bare loop: ${ratio.toFixed(2)} (asked: at least 0.60)\n`);
  await printDescribingParts(files, PARTS_PHOTOS, root);
} finally {
  await rm(root, { recursive: true, force: true });
}
