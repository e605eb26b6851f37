/**
 * @file How long a poster takes beside the least possible work, and how much memory: `npx tsx bench/poster.ts [CASE]`.
 * The reference is a bare sharp loop that decodes, resizes and encodes the same tiles once, one after the other and with
 * as many at once as Smalti has imaging processes. CASE: a0 (42 x 60 cells at 300 dpi), 40x60in (9,600 cells), gigapixel
 * (32,000 x 32,000), small. Photos: ../shared/testdata, or a folder given with PHOTOS=.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import sharp from 'sharp';
import { buildProcesses, processesDir } from '../scripts/build-processes.mjs';
import {
  planSheet,
  plainSheet,
  sheetCell,
  sheetOfPixels,
  type SheetOptions,
} from '../src/core/sheet/plan.ts';
import { parsePaperSize } from '../src/core/sheet/sizes.ts';
import { launchNodeChild } from '../src/processes/launch-node-child.ts';
import { appFolders } from '../src/studio/app-folders.ts';
import { posterContent } from '../src/studio/poster-content.ts';
import { declareProcesses } from '../src/studio/processes.ts';
import { Studio } from '../src/studio/studio.ts';

interface Case {
  sheet: SheetOptions;
  grid: { columns: number; rows: number };
  format: 'tiff' | 'jpeg';
}

const paper = (size: string): SheetOptions => ({ ...plainSheet(parsePaperSize(size)), bleedMm: 3 });
const cases: Record<string, Case> = {
  small: { sheet: plainSheet(parsePaperSize('A4')), grid: { columns: 12, rows: 17 }, format: 'jpeg' },
  a0: { sheet: paper('A0'), grid: { columns: 42, rows: 60 }, format: 'jpeg' },
  '40x60in': { sheet: paper('40x60in'), grid: { columns: 80, rows: 120 }, format: 'jpeg' },
  gigapixel: {
    sheet: sheetOfPixels({ widthPx: 32_000, heightPx: 32_000 }),
    grid: { columns: 50, rows: 50 },
    format: 'tiff',
  },
};

const name = process.argv[2] ?? 'a0';
const chosen = cases[name];
if (chosen === undefined) throw new Error(`There is no case "${name}": ${Object.keys(cases).join(', ')}.`);
const { sheet, grid, format } = chosen;
const photosDir = resolve(process.env['PHOTOS'] ?? join(import.meta.dirname, '../../shared/testdata/photos'));
if (!existsSync(photosDir))
  throw new Error(`${photosDir} is not there; give a folder of photos with PHOTOS=.`);

interface Taken {
  residentBytes: number;
  cpuSeconds: number;
  /** Resident memory of each process, by what it does. */
  processes: { what: string; bytes: number }[];
}

/** What this process and all its children take: resident memory and processor time so far (Linux; 0 elsewhere). */
function taken(): Taken {
  const sum: Taken = { residentBytes: 0, cpuSeconds: 0, processes: [] };
  if (!existsSync('/proc/self/stat')) return sum;
  const found = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      // From the third field on, proc(5): state, parent ... utime, stime, cutime, cstime ... rss.
      found.set(
        Number(entry),
        stat
          .slice(stat.lastIndexOf(')') + 2)
          .split(' ')
          .map(Number),
      );
    } catch {
      // It has ended meanwhile.
    }
  }
  const isOurs = (pid: number): boolean =>
    pid === process.pid || (found.has(pid) && isOurs(found.get(pid)![1]!));
  for (const [pid, fields] of found) {
    if (!isOurs(pid)) continue;
    const what = roleOf(pid);
    // What builds the processes is none of them.
    if (what === null) continue;
    const bytes = fields[21]! * 4096;
    sum.residentBytes += bytes;
    sum.processes.push({ what, bytes });
    for (const field of [11, 12, 13, 14]) sum.cpuSeconds += fields[field]! / 100;
  }
  return sum;
}

function roleOf(pid: number): string | null {
  if (pid === process.pid) return 'this program';
  try {
    return /(imaging|engine)\.mjs/.exec(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.[1] ?? null;
  } catch {
    return null;
  }
}

/** '1,204 MB: engine 610, imaging 210 + 205, this program 179' */
function memoryText(): string {
  const { residentBytes, processes: all } = taken();
  const megabytes = (bytes: number): string => Math.round(bytes / 1e6).toLocaleString('en');
  const roles = [...new Set(all.map(({ what }) => what))].map((role) => {
    const parts = all.filter(({ what }) => what === role).map(({ bytes }) => megabytes(bytes));
    return `${role} ${parts.join(' + ')}`;
  });
  return `${megabytes(residentBytes)} MB: ${roles.join(', ')}`;
}

/** What other programs read out of the file, as far as they are installed here. */
function readBack(file: string): void {
  const readers: [program: string, ...parameters: string[]][] = [
    ['tiffinfo', file],
    ['exiftool', '-s', '-ImageSize', '-XResolution', '-YResolution', '-ResolutionUnit', '-FileSize', file],
    ['pdfinfo', '-box', file],
    ['identify', '-ping', '-quiet', '-units', 'PixelsPerInch', '-format', '%m %w x %h, %x x %y dpi\n', file],
  ];
  for (const [program, ...parameters] of readers) {
    const isTiff = /\.tiff?$/.test(file);
    const isPdf = file.endsWith('.pdf');
    const isForIt = { tiffinfo: isTiff, pdfinfo: isPdf, identify: !isPdf }[program] ?? true;
    if (!isForIt) continue;
    const { error, status, stdout } = spawnSync(program, parameters, { encoding: 'utf8' });
    if (error !== undefined) console.log(`${program}: is not installed here`);
    else if (status !== 0) console.log(`${program}: cannot read the file`);
    else console.log(`${program}: ${factsOf(stdout).join('; ')}`);
  }
}

/** The lines that say size, resolution and boxes. */
function factsOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim().replaceAll(/\s+/g, ' '));
  return lines.filter((line) => /Width|Resolution|Size|Box|dpi|BigTIFF|Subfile/i.test(line));
}

interface Measured<Result> {
  result: Result;
  peakBytes: number;
  cpuSeconds: number;
  seconds: number;
}

async function measured<Result>(work: () => Promise<Result>): Promise<Measured<Result>> {
  let peakBytes = 0;
  const timer = setInterval(() => (peakBytes = Math.max(peakBytes, taken().residentBytes)), 200);
  const before = taken().cpuSeconds;
  const startedMs = performance.now();
  try {
    const result = await work();
    const cpuSeconds = taken().cpuSeconds - before;
    return { result, peakBytes, cpuSeconds, seconds: (performance.now() - startedMs) / 1000 };
  } finally {
    clearInterval(timer);
  }
}

function row(what: string, { seconds, cpuSeconds, peakBytes }: Measured<unknown>): void {
  const [wall, cpu] = [seconds, cpuSeconds].map((number) => number.toFixed(1).padStart(8));
  console.log(
    `${what.padEnd(44)} ${wall} s ${cpu} s of processors ${(peakBytes / 1e6).toFixed(0).padStart(6)} MB`,
  );
}

await buildProcesses();
const scratch = await mkdtemp(join(tmpdir(), 'smalti-bench-'));
const launcher = launchNodeChild();
const processes = declareProcesses({ processesDir, imagingLauncher: launcher, engineLauncher: launcher });
const studio = await Studio.open({
  ...processes,
  folders: appFolders({ SMALTI_HOME: join(scratch, 'home') }),
  emit: () => {},
});
try {
  // Enough photos for every cell: the same ones again under other names where there are too few.
  const wanted = Math.ceil(grid.columns * grid.rows * 1.05);
  const library = join(scratch, 'photos');
  mkdirSync(library);
  const files = readdirSync(photosDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(jpe?g|png|webp)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  for (let index = 0; index < wanted; index++) {
    const file = files[index % files.length]!;
    linkSync(file, join(library, `${String(index).padStart(6, '0')}${extname(file)}`));
  }
  const { libraryId } = await studio.libraries.add(library);
  await studio.scan(libraryId).result;
  const target = await studio.targets.add(files[0]!);
  const sheetAspect = grid.columns / grid.rows;
  const solving = studio.startMosaic({ libraryId, targetId: target.targetId, sheetAspect, grid });
  const mosaic = await solving.result;
  // It stays open, as it does in the app.
  console.log(`memory with the mosaic open: ${memoryText()}`);

  const plan = planSheet(sheet, mosaic.grid);
  const { photos } = posterContent({ mosaic, placement: 'optimal', targetName: '', sheet });
  console.log(
    `${name}: ${plan.widthPx} x ${plan.heightPx} pixels (${((plan.widthPx * plan.heightPx) / 1e6).toFixed(0)} megapixels), ${photos.length} photos, ${format}`,
  );

  const bareTile = async (cell: number): Promise<void> => {
    const { widthPx, heightPx } = sheetCell(plan, cell % grid.columns, Math.floor(cell / grid.columns));
    const image = sharp(join(library, photos[cell]!.file), { failOn: 'none' })
      .rotate()
      .resize(widthPx, heightPx, { fit: 'cover' });
    await (
      format === 'jpeg'
        ? image.jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
        : image.tiff({ compression: 'deflate', predictor: 'horizontal' })
    ).toBuffer();
  };
  sharp.cache(false);
  sharp.concurrency(1);
  const bare = async (atOnce: number): Promise<void> => {
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < photos.length) await bareTile(next++);
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  };
  const file = join(scratch, `poster.${format === 'jpeg' ? 'jpg' : 'tif'}`);
  const ours = await measured(
    () =>
      studio.posters.startExport({ mosaicId: solving.mosaicId, placement: 'optimal', sheet, format, file })
        .result,
  );
  const afterExport = memoryText();
  // After ours, so that what it leaves in this program's memory is not counted as Smalti's.
  const one = await measured(() => bare(1));
  const cores = availableParallelism();
  const many = await measured(() => bare(cores));
  console.log(`memory after the export: ${afterExport}`);
  row('bare sharp loop, one at a time', one);
  row(`bare sharp loop, ${cores} at once`, many);
  row('Smalti, all processes', ours);
  const pdf = join(scratch, 'poster.pdf');
  if (format === 'jpeg') {
    const order = {
      mosaicId: solving.mosaicId,
      placement: 'optimal',
      sheet,
      format: 'pdf',
      file: pdf,
    } as const;
    await studio.posters.startExport(order).result;
  }
  for (const made of [file, pdf]) if (existsSync(made)) readBack(made);
  await studio.projects.close(solving.mosaicId);
  // The engine collects what was closed after it has answered.
  await setTimeout(500);
  console.log(`memory after the mosaic was closed: ${memoryText()}`);
  console.log(
    `time beside one at a time: ${(ours.seconds / one.seconds).toFixed(2)}, beside ${cores} at once: ${(ours.seconds / many.seconds).toFixed(2)}; processor time ${(ours.cpuSeconds / one.cpuSeconds).toFixed(2)}; file ${(ours.result.bytes / 1e6).toFixed(0)} MB (${(ours.result.bytes / plan.widthPx / plan.heightPx).toFixed(2)} bytes a pixel)`,
  );
} finally {
  await studio.close();
  rmSync(scratch, { recursive: true, force: true });
}
