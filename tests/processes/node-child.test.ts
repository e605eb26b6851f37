/** @file What only real Node child processes can prove: crashes, kills, copies across the border, orphans. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startProcess } from '../../src/processes/host.ts';
import { launchNodeChild } from '../../src/processes/launch-node-child.ts';
import { startPool, type ProcessOptions, type SupervisedClient } from '../../src/processes/pool.ts';
import type { ProcessExit } from '../../src/processes/slot.ts';
import type { FixtureContract } from './fixtures/child.ts';

let folder: string;
let entry: string;
const clients: SupervisedClient<FixtureContract>[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smalti-processes-'));
  await build({
    entryPoints: ['child', 'parent'].map((name) => join(import.meta.dirname, 'fixtures', `${name}.ts`)),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  entry = join(folder, 'child.mjs');
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.stop()));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

function start(options: Partial<ProcessOptions & { size: number }> = {}) {
  const all = {
    name: 'fixture',
    entry,
    launcher: launchNodeChild(),
    cancellation: 'cooperative' as const,
    ...options,
  };
  const { size } = options;
  const client =
    size === undefined ? startProcess<FixtureContract>(all) : startPool<FixtureContract>({ ...all, size });
  clients.push(client);
  const exits: ProcessExit[] = [];
  client.onExit((exit) => exits.push(exit));
  return { client, exits };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function waitUntil(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 10));
}

const code = (expected: string) => expect.objectContaining({ code: expected });

describe('a Node child', () => {
  it('carries a 4 MiB array there and back unchanged', async () => {
    const { client } = start();
    const bytes = new Uint8Array(4 * 1024 * 1024);
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = (index * 2654435761) >>> 24;
    const { sha256, copy } = await client.request('checksum', bytes);
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(Buffer.compare(copy, bytes)).toBe(0);
  });

  it('copies typed arrays, maps, NaN and undefined as structured clone does', async () => {
    const { client } = start();
    const value = {
      a: new Float32Array([1.5, Number.NaN]),
      b: new Map([[1, undefined]]),
      c: -0,
      d: 2n ** 70n,
    };
    expect(await client.request('echo', value)).toEqual(value);
  });

  it('delivers progress in order and before the reply', async () => {
    const { client } = start();
    const seen: number[] = [];
    const reply = await client.request('count', 500, { onProgress: (step) => seen.push(step) });
    expect(reply).toBe(500);
    expect(seen).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
  });

  it('survives an abort of its child', async () => {
    const { client, exits } = start();
    await expect(client.request('abort', null)).rejects.toEqual(code('PROCESS_EXITED'));
    expect(exits[0]).toMatchObject({ why: 'crashed', signal: 'SIGABRT', lostRequests: ['abort'] });
    expect(await client.request('echo', 'again')).toBe('again');
  });

  it('takes an exit with code 0 before the reply for the failure it is', async () => {
    const { client, exits } = start();
    const lost = client.request('untilCancelled', null);
    await expect(client.request('exit', 0)).rejects.toEqual(code('PROCESS_EXITED'));
    await expect(lost).rejects.toEqual(code('PROCESS_EXITED'));
    expect(exits[0]).toMatchObject({ why: 'left', code: 0 });
  });

  it('ends with an error that was thrown outside a promise, and tells its text', async () => {
    const { client, exits } = start();
    await expect(client.request('throwLater', null)).rejects.toEqual(code('PROCESS_EXITED'));
    expect(exits[0]?.lastOutput).toContain('thrown outside the promise');
  });

  it('rejects what was in work when somebody kills it', async () => {
    const { client, exits } = start();
    let started!: () => void;
    const arrived = new Promise<void>((resolve) => (started = resolve));
    const lost = client.request('untilCancelled', null, { onProgress: started });
    lost.catch(() => {});
    await arrived;
    process.kill(client.pids()[0] as number, 'SIGKILL');
    await expect(lost).rejects.toEqual(code('PROCESS_EXITED'));
    expect(exits[0]?.signal).toBe('SIGKILL');
  });

  it('keeps code and stack of errors', async () => {
    const { client } = start();
    await expect(client.request('refuse', null)).rejects.toMatchObject({
      code: 'FILE_EMPTY',
      hint: 'Choose another file.',
    });
    const bug = await client.request('bug', null).catch((error: unknown) => error as Error);
    expect(bug).toMatchObject({ code: 'INTERNAL', message: 'a bug' });
    expect((bug as Error).stack).toContain('child.mjs');
  });

  it('rejects what cannot be copied, in both directions, without losing the child', async () => {
    const { client, exits } = start();
    await expect(client.request('echo', () => 1)).rejects.toEqual(code('REQUEST_INVALID'));
    await expect(client.request('unclonable', null)).rejects.toEqual(code('INTERNAL'));
    expect(await client.request('echo', 1)).toBe(1);
    expect(exits).toEqual([]);
  });

  it('cancels a handler that listens, and keeps the child', async () => {
    const { client, exits } = start();
    const controller = new AbortController();
    const reply = client.request('untilCancelled', null, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(reply).rejects.toEqual(code('CANCELLED'));
    expect(await client.request('echo', 1)).toBe(1);
    expect(exits).toEqual([]);
  });

  it.each(['deaf', 'busy'] as const)('kills the child of a cancelled handler that is %s', async (name) => {
    const { client, exits } = start({ cancelGraceMs: 50 });
    const controller = new AbortController();
    const reply = client.request(name, null, {
      signal: controller.signal,
      onProgress: () => setTimeout(() => controller.abort(), 40),
    });
    await expect(reply).rejects.toEqual(code('CANCELLED'));
    expect(exits[0]?.why).toBe('stuck');
    expect(isAlive(exits[0]?.pid as number)).toBe(false);
    expect(await client.request('echo', 1)).toBe(1);
  });

  it('kills at once where cancelling means terminating', async () => {
    const { client, exits } = start({ cancellation: 'terminate' });
    const controller = new AbortController();
    const reply = client.request('busy', null, {
      signal: controller.signal,
      onProgress: () => setTimeout(() => controller.abort(), 40),
    });
    await expect(reply).rejects.toEqual(code('CANCELLED'));
    expect(exits[0]).toMatchObject({ why: 'cancelled', signal: 'SIGKILL' });
  });

  it('is replaced when it has grown fat', async () => {
    const { client, exits } = start({ recycle: { maxMemoryBytes: 1 } });
    expect(await client.request('echo', 1)).toBe(1);
    expect(await client.request('echo', 2)).toBe(2);
    expect(exits[0]).toMatchObject({ why: 'fat', code: 0, lostRequests: [] });
  });

  it('stops even when it is stuck', async () => {
    const { client, exits } = start({ stopGraceMs: 50 });
    let started!: () => void;
    const arrived = new Promise<void>((resolve) => (started = resolve));
    const lost = client.request('busy', null, { onProgress: () => setTimeout(started, 40) });
    lost.catch(() => {});
    await arrived;
    await client.stop();
    await expect(lost).rejects.toEqual(code('PROCESS_STOPPED'));
    expect(isAlive(exits[0]?.pid as number)).toBe(false);
  });

  it.each([
    ['an entry that does not exist', { entry: '/nowhere/child.mjs' }],
    ['a program that does not exist', { launcher: launchNodeChild({ execPath: '/nowhere/node' }) }],
  ])('reports %s and gives up after three attempts', async (_what, options) => {
    const { client, exits } = start(options);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(client.request('echo', 1)).rejects.toThrow(/did not start/);
    }
    await expect(client.request('echo', 1)).rejects.toEqual(code('PROCESS_BROKEN'));
    expect(exits[0]?.lastOutput).toContain('/nowhere/');
  });

  it('gets the environment of the launcher but no option that was meant for the parent', async () => {
    const { client } = start({
      launcher: launchNodeChild({ env: { SMALTI_TEST: 'yes', NODE_OPTIONS: '--throw-deprecation' } }),
    });
    expect(await client.request('environment', 'SMALTI_TEST')).toBe('yes');
    expect(await client.request('environment', 'NODE_OPTIONS')).toBeNull();
  });

  it('does not outlive its parent', async () => {
    const parent = spawn(process.execPath, [join(folder, 'parent.mjs'), entry], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await new Promise<number>((resolve) => {
      parent.stdout.once('data', (text: Buffer) => resolve(Number(text.toString())));
    });
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await waitUntil(() => !isAlive(pid));
  });
});

describe('a pool of Node children', () => {
  it('answers all requests although each child is replaced again and again', async () => {
    const { client, exits } = start({ size: 2, recycle: { maxRequests: 5 } });
    const replies = await Promise.all(
      Array.from({ length: 40 }, (_, index) => client.request('echo', index)),
    );
    expect(replies).toEqual(Array.from({ length: 40 }, (_, index) => index));
    expect(exits.length).toBeGreaterThanOrEqual(4);
    expect(new Set(exits.map((exit) => exit.why))).toEqual(new Set(['worn']));
  });
});
