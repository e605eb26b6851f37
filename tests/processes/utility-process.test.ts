/**
 * @file What only a real Electron utility process can prove. Needs an Electron (fetched once if it can be) but no
 * display. Where there is no Electron to be had, the test says so and is skipped.
 */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingLibraries } from '../../scripts/electron-libraries.mjs';
import { electronForTests } from '../../scripts/electron-runtime.mjs';

const electron = await runnableElectron();

async function runnableElectron() {
  try {
    const found = await electronForTests();
    const missing = await missingLibraries(found.executablePath);
    if (missing === undefined) return found;
    process.stderr.write(`Utility processes are not tested: ${missing.sentence}\n`);
  } catch (error) {
    process.stderr.write(`Utility processes are not tested: ${(error as Error).message}\n`);
  }
  return undefined;
}

describe.skipIf(electron === undefined)('a utility process', () => {
  let folder: string;
  let parent: ChildProcessByStdio<null, Readable, null>;
  let outcome: Record<string, unknown>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'smalti-utility-'));
    await build({
      entryPoints: ['child', 'electron-main'].map((name) =>
        join(import.meta.dirname, 'fixtures', `${name}.ts`),
      ),
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      external: ['electron'],
    });
    const description = { name: 'smalti-fixture', version: '1.0.0', main: 'electron-main.mjs' };
    await writeFile(join(folder, 'package.json'), JSON.stringify(description));
    parent = spawn(
      electron?.executablePath ?? '',
      [
        ...(electron?.args ?? []),
        '--ozone-platform=headless',
        `--user-data-dir=${join(folder, 'profile')}`,
        `--child-entry=${join(folder, 'child.mjs')}`,
        folder,
      ],
      { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, NODE_OPTIONS: '' } },
    );
    for await (const line of createInterface({ input: parent.stdout })) {
      if (line.startsWith('{')) {
        outcome = JSON.parse(line) as Record<string, unknown>;
        break;
      }
    }
  });

  afterAll(async () => {
    parent?.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('behaves as a Node child does', () => {
    expect(outcome).toMatchObject({
      checksum: createHash('sha256')
        .update(new Uint8Array(4 * 1024 * 1024).fill(7))
        .digest('hex'),
      count: 300,
      stepsInOrder: true,
      bug: 'INTERNAL',
      unclonableReply: 'INTERNAL',
      unclonablePayload: 'REQUEST_INVALID',
      untilCancelled: 'CANCELLED',
      exitsSoFar: 0,
      abort: 'PROCESS_EXITED',
      exit: 'PROCESS_EXITED',
      echo: 'again',
      throwLater: 'PROCESS_EXITED',
      deaf: 'CANCELLED',
      busy: 'CANCELLED',
      nodeOptions: null,
      reasons: ['crashed', 'left', 'crashed', 'stuck', 'stuck'],
      pidsKnown: true,
      lastOutput: expect.stringContaining('thrown outside the promise'),
      stop: 'PROCESS_STOPPED',
    });
  });

  it('does not outlive its parent', async () => {
    const pid = outcome['childPid'] as number;
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
