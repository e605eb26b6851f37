/** @file Starts the real app for a test: own data folder, stubbed system dialogs, evidence when a test fails. */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ElectronApplication,
  type Page,
  type TestInfo,
  _electron,
  test as base,
} from '@playwright/test';
import type * as Electron from 'electron';
import { electronForTests } from '../../scripts/electron-runtime.mjs';

const projectDir = join(import.meta.dirname, '..', '..');
const testdataDir = join(projectDir, '..', 'shared', 'testdata');

export interface Material {
  photosDir: string;
  photoCount: number;
  target: string;
}

/** Real photos where the test data is at hand, else a drawn sample; says which. */
async function findMaterial(scratchDir: string): Promise<Material> {
  const photosDir = join(testdataDir, 'photos', 'dreambooth');
  const target = join(testdataDir, 'targets', 'portrait-astronaut.jpg');
  if (existsSync(photosDir) && existsSync(target))
    return { photosDir, photoCount: (await readdir(photosDir)).length, target };
  console.log('The test photos are not here; using a drawn sample instead.');
  const { makeSample } = await import('../../scripts/make-sample.mjs');
  const sample = await makeSample({ folder: join(scratchDir, 'sample'), photoCount: 145 });
  return { photosDir: sample.folder, photoCount: 145, target: sample.target };
}

/** The running app and what a test needs around it. */
export class SmaltiApp {
  readonly scratchDir: string;
  readonly material: Material;
  #electron: ElectronApplication | null = null;
  #page: Page | null = null;
  readonly consoleErrors: string[] = [];

  constructor(scratchDir: string, material: Material) {
    this.scratchDir = scratchDir;
    this.material = material;
  }

  get page(): Page {
    if (!this.#page) throw new Error('The app is not open.');
    return this.#page;
  }

  get electron(): ElectronApplication {
    if (!this.#electron) throw new Error('The app is not open.');
    return this.#electron;
  }

  /** @param files files that the app is started with, as by a double-click */
  async open(...files: string[]): Promise<void> {
    const { executablePath, args } = await electronForTests();
    this.#electron = await _electron.launch({
      executablePath,
      args: [...args, projectDir, ...files],
      locale: 'en',
      env: {
        ...process.env,
        SMALTI_HOME: join(this.scratchDir, 'home'),
        SMALTI_NODE: process.execPath,
        TZ: 'UTC',
      } as Record<string, string>,
    });
    this.#page = await this.#electron.firstWindow();
    this.#page.on('console', (message) => {
      if (message.type() === 'error') this.consoleErrors.push(message.text());
    });
    await this.#page.getByTestId('screen-library').waitFor();
  }

  async close(): Promise<void> {
    await this.#electron?.close();
    this.#electron = null;
    this.#page = null;
  }

  /** Carries something out in the main process that does no harm when it is done twice. */
  async inMain<Argument>(
    work: (electron: typeof Electron, argument: Argument) => void,
    argument: Argument,
  ): Promise<void> {
    // V8 may collect the promise the debugger waits for, though the call was made; then it is made again.
    for (let triesLeft = 3; ; triesLeft--) {
      try {
        await this.electron.evaluate<void, Argument>(work as never, argument as never);
        return;
      } catch (error) {
        if (triesLeft === 0 || !String(error).includes('garbage collected')) throw error;
      }
    }
  }

  /** The next open or save dialog answers this path, as if a person had chosen it. */
  answerDialogs(path: string): Promise<void> {
    return this.inMain(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
    }, path);
  }

  /** Process ids of Smalti's own children of one kind, straight from the system. */
  async childPids(entry: 'imaging' | 'engine'): Promise<number[]> {
    const { execFileSync } = await import('node:child_process');
    const rows = execFileSync('ps', ['-eo', 'pid,ppid,args'], { encoding: 'utf8' }).split('\n').slice(1);
    const processes = rows.map((row) => {
      const [, pid, ppid, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? [];
      return { pid: Number(pid), ppid: Number(ppid), args: args ?? '' };
    });
    const isDescendant = (pid: number): boolean => {
      const parent = processes.find((candidate) => candidate.pid === pid)?.ppid;
      if (parent === undefined || parent <= 1) return false;
      return parent === this.electron.process().pid || isDescendant(parent);
    };
    const mark = entry === 'imaging' ? 'processes/imaging.mjs' : 'node.mojom.NodeService';
    return processes
      .filter(({ pid, args }) => args.includes(mark) && isDescendant(pid))
      .map(({ pid }) => pid);
  }

  async screenshot(info: TestInfo, name: string): Promise<void> {
    await this.page.screenshot({ path: info.outputPath(`${name}.png`) });
  }
}

export const test = base.extend<{ app: SmaltiApp }>({
  // Playwright wants an object pattern here, even an empty one.
  // oxlint-disable-next-line no-empty-pattern
  app: async ({}, use, info) => {
    const scratchDir = await mkdtemp(join(tmpdir(), 'smalti-e2e-'));
    const app = new SmaltiApp(scratchDir, await findMaterial(scratchDir));
    await app.open();
    await use(app);
    if (info.status !== info.expectedStatus) await app.screenshot(info, 'failed').catch(() => {});
    await app.close();
    await rm(scratchDir, { recursive: true, force: true });
  },
});

export { expect } from '@playwright/test';
