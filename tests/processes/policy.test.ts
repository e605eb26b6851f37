/** @file Breaker, recycling, queueing, cancelling: everything that needs no real process, over the in-memory adapter. */
import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { SmaltiError } from '../../src/shared/errors.ts';
import { whyRecycle } from '../../src/processes/health.ts';
import { startProcess } from '../../src/processes/host.ts';
import { launchInMemory, type InMemoryChild } from '../../src/processes/launch-in-memory.ts';
import { startPool, type PoolOptions } from '../../src/processes/pool.ts';
import type { ProcessExit } from '../../src/processes/slot.ts';
import type { HandlerContext } from '../../src/processes/contract.ts';

interface MemoryContract {
  double: [number, number, never];
  hold: [string, string, string];
  refuse: [null, never, never];
  exit: [number | null, never, never];
  fatten: [number, null, never];
  unclonable: [null, unknown, never];
}

/** Handlers whose `hold` requests stay open until the test releases them. */
function scene(overrides: Partial<PoolOptions> = {}) {
  const held = new Map<string, { release: () => void; context: HandlerContext<string> }>();
  const exits: ProcessExit[] = [];
  let starts = 0;
  let nowMs = 0;
  const launcher = launchInMemory<MemoryContract>((child: InMemoryChild) => {
    starts += 1;
    return {
      double: (value) => value * 2,
      hold: (key, context) =>
        new Promise((resolve) => {
          held.set(key, { release: () => resolve(key), context });
          context.report(key);
        }),
      refuse: () => {
        throw new SmaltiError('FILE_EMPTY', 'The file is empty.', 'Choose another.');
      },
      exit: (code) => {
        child.exit(code);
        return new Promise<never>(() => {});
      },
      fatten: (bytes) => {
        child.setMemoryBytes(bytes);
        return null;
      },
      unclonable: () => () => 1,
    };
  });
  const options = {
    name: 'test',
    entry: 'unused',
    launcher,
    cancellation: 'cooperative' as const,
    coolDownMs: 1000,
    now: () => nowMs,
    ...overrides,
  };
  const client =
    overrides.size === undefined
      ? startProcess<MemoryContract>(options)
      : startPool<MemoryContract>({ ...options, size: overrides.size });
  client.onExit((exit) => exits.push(exit));
  return {
    client,
    held,
    exits,
    starts: () => starts,
    advance: (ms: number) => (nowMs += ms),
    /** Waits until a `hold` request has reached its handler. */
    hold: (key: string, signal?: AbortSignal) => {
      let seen!: () => void;
      const arrived = new Promise<void>((resolve) => (seen = resolve));
      const reply = client.request('hold', key, {
        onProgress: seen,
        ...(signal === undefined ? {} : { signal }),
      });
      reply.catch(() => {});
      return { reply, arrived };
    },
  };
}

const code = (expected: string) => expect.objectContaining({ code: expected });

describe('one process', () => {
  it('starts with the first request and answers each', async () => {
    const { client, starts } = scene();
    expect(starts()).toBe(0);
    expect(await Promise.all([1, 2, 3].map((value) => client.request('double', value)))).toEqual([2, 4, 6]);
    expect(starts()).toBe(1);
  });

  it('passes the code, sentence and hint of a handler error on', async () => {
    const { client } = scene();
    const error = await client.request('refuse', null).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SmaltiError);
    expect(error).toMatchObject({
      code: 'FILE_EMPTY',
      message: 'The file is empty.',
      hint: 'Choose another.',
    });
  });

  it('rejects a request that nobody handles', async () => {
    const { client } = scene();
    const request = client.request as (name: string, payload: unknown) => Promise<unknown>;
    await expect(request('toString', null)).rejects.toEqual(code('REQUEST_UNKNOWN'));
  });

  it.each([0, 1, null])(
    'rejects what an exit with code %s interrupts, and restarts for the next',
    async (exitCode) => {
      const { client, exits, starts, hold } = scene();
      const { reply, arrived } = hold('a');
      await arrived;
      const crash = client.request('exit', exitCode);
      await expect(crash).rejects.toEqual(code('PROCESS_EXITED'));
      await expect(reply).rejects.toThrow(/test process ended unexpectedly while it was doing "hold"/);
      expect(exits).toEqual([
        expect.objectContaining({ why: exitCode === 0 ? 'left' : 'crashed', lostRequests: ['hold', 'exit'] }),
      ]);
      const restarts: unknown[] = [];
      client.onRestart((restart) => restarts.push(restart));
      expect(await client.request('double', 4)).toBe(8);
      expect(restarts).toEqual([{ name: 'test', pid: 2, after: exits[0]?.why }]);
      expect(starts()).toBe(2);
    },
  );

  it('rejects payloads and replies that cannot be copied, and goes on', async () => {
    const { client, starts } = scene();
    await expect(client.request('double', (() => 1) as unknown as number)).rejects.toEqual(
      code('REQUEST_INVALID'),
    );
    await expect(client.request('unclonable', null)).rejects.toEqual(code('INTERNAL'));
    expect(await client.request('double', 1)).toBe(2);
    expect(starts()).toBe(1);
  });
});

async function fail(client: ReturnType<typeof scene>['client'], times: number) {
  for (let attempt = 0; attempt < times; attempt += 1) {
    await expect(client.request('exit', 1)).rejects.toEqual(code('PROCESS_EXITED'));
  }
}

describe('the breaker', () => {
  it('opens after three failures in a row and names what to do', async () => {
    const { client, starts } = scene();
    await fail(client, 3);
    const error = await client.request('double', 1).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'PROCESS_BROKEN', hint: expect.stringContaining('1 seconds') });
    expect(starts()).toBe(3);
  });

  it('closes by hand', async () => {
    const { client } = scene();
    await fail(client, 3);
    client.reset();
    expect(await client.request('double', 1)).toBe(2);
  });

  it('lets one start through after the cool-down, and opens again if that fails', async () => {
    const { client, advance } = scene();
    await fail(client, 3);
    advance(999);
    await expect(client.request('double', 1)).rejects.toEqual(code('PROCESS_BROKEN'));
    advance(1);
    await fail(client, 1);
    await expect(client.request('double', 1)).rejects.toEqual(code('PROCESS_BROKEN'));
    advance(1000);
    expect(await client.request('double', 1)).toBe(2);
    await fail(client, 2);
    expect(await client.request('double', 1)).toBe(2);
  });

  it('is reset by a handler error, which proves that the process works', async () => {
    const { client } = scene();
    await fail(client, 2);
    await expect(client.request('refuse', null)).rejects.toEqual(code('FILE_EMPTY'));
    await fail(client, 2);
    expect(await client.request('double', 1)).toBe(2);
  });

  it('counts a launcher that throws', async () => {
    const { client, exits } = scene({
      launcher: () => {
        throw new Error('no such program');
      },
    });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(client.request('double', 1)).rejects.toThrow(/did not start/);
    }
    await expect(client.request('double', 1)).rejects.toEqual(code('PROCESS_BROKEN'));
    expect(exits.map((exit) => [exit.why, exit.lastOutput])).toEqual(
      Array.from({ length: 3 }, () => ['unstartable', 'no such program']),
    );
  });

  it('kills and counts a process that never gets ready', async () => {
    let kills = 0;
    const { client, exits } = scene({
      startTimeoutMs: 5,
      launcher: (_child, listeners) => ({
        pid: 1,
        post: () => {},
        kill: () => {
          kills += 1;
          listeners.end({ code: null, signal: 'SIGKILL' });
        },
      }),
    });
    await expect(client.request('double', 1)).rejects.toEqual(code('PROCESS_EXITED'));
    expect(kills).toBe(1);
    expect(exits[0]?.why).toBe('silent');
  });
});

describe('recycling', () => {
  it('happens after so many requests, between two of them', async () => {
    const { client, exits, starts } = scene({ recycle: { maxRequests: 3 } });
    const replies = Promise.all([1, 2, 3, 4, 5, 6, 7].map((value) => client.request('double', value)));
    expect(await replies).toEqual([2, 4, 6, 8, 10, 12, 14]);
    expect(exits.every((exit) => exit.why === 'worn' && exit.lostRequests.length === 0)).toBe(true);
    expect(starts()).toBe(exits.length + 1);
  });

  it('waits for the requests in work', async () => {
    const { client, exits, hold, held } = scene({ recycle: { maxRequests: 1 } });
    const { reply, arrived } = hold('long');
    await arrived;
    expect(await client.request('double', 1)).toBe(2);
    expect(exits).toEqual([]);
    const next = client.request('double', 2);
    held.get('long')?.release();
    expect(await reply).toBe('long');
    expect(await next).toBe(4);
    expect(exits.map((exit) => exit.why)).toEqual(['worn']);
  });

  it('happens for age and for memory', async () => {
    const { client, exits, advance } = scene({ recycle: { maxAgeMs: 100, maxMemoryBytes: 1000 } });
    await client.request('double', 1);
    advance(100);
    await client.request('double', 1);
    await client.request('fatten', 1000);
    await client.request('double', 1);
    expect(exits.map((exit) => exit.why)).toEqual(['old', 'fat']);
  });

  it('never recycles a child below its limits', () => {
    const number = fc.integer({ min: 1, max: 1e9 });
    fc.assert(
      fc.property(number, number, number, number, number, number, (a, b, c, requests, age, memory) => {
        const why = whyRecycle(
          { maxRequests: a, maxAgeMs: b, maxMemoryBytes: c },
          { requestsServed: requests, ageMs: age, memoryBytes: memory },
        );
        expect(why === undefined).toBe(requests < a && age < b && memory < c);
        expect(whyRecycle({}, { requestsServed: requests, ageMs: age, memoryBytes: memory })).toBeUndefined();
      }),
    );
  });
});

describe('a pool', () => {
  it('spreads requests over its processes, two to each, and queues the rest', async () => {
    const { client, starts, hold, held } = scene({ size: 3 });
    const requests = Array.from({ length: 8 }, (_, index) => hold(`job ${index}`));
    await Promise.all(requests.slice(0, 6).map((request) => request.arrived));
    expect(starts()).toBe(3);
    expect([...held.keys()].sort()).toEqual(Array.from({ length: 6 }, (_, index) => `job ${index}`));
    held.get('job 3')?.release();
    await requests[6]?.arrived;
    expect(held.has('job 7')).toBe(false);
    held.get('job 0')?.release();
    await requests[7]?.arrived;
    for (const one of held.values()) one.release();
    expect(await Promise.all(requests.map((request) => request.reply))).toHaveLength(8);
    await client.stop();
  });

  it('uses one process for requests that follow each other', async () => {
    const { client, starts } = scene({ size: 4 });
    for (let value = 0; value < 5; value += 1) await client.request('double', value);
    expect(starts()).toBe(1);
  });

  it('cancels a queued request at once, without a word to any process', async () => {
    const { client, hold, held } = scene({ size: 1, maxInFlight: 1 });
    const first = hold('first');
    await first.arrived;
    const controller = new AbortController();
    const second = hold('second', controller.signal);
    controller.abort();
    await expect(second.reply).rejects.toEqual(code('CANCELLED'));
    held.get('first')?.release();
    expect(await first.reply).toBe('first');
    expect(held.has('second')).toBe(false);
    await client.stop();
  });

  it('refuses a request whose signal was aborted before', async () => {
    const { client, starts } = scene({ size: 1 });
    await expect(client.request('double', 1, { signal: AbortSignal.abort() })).rejects.toEqual(
      code('CANCELLED'),
    );
    expect(starts()).toBe(0);
  });

  it('loses only the requests of the process that died', async () => {
    const { client, hold, held } = scene({ size: 2, maxInFlight: 2 });
    const kept = hold('kept');
    await kept.arrived;
    await expect(client.request('exit', 1)).rejects.toEqual(code('PROCESS_EXITED'));
    held.get('kept')?.release();
    expect(await kept.reply).toBe('kept');
  });

  it('rejects its queue when every process is broken', async () => {
    const { client } = scene({ size: 2, maxInFlight: 1 });
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => client.request('exit', 1)));
    const codes = results.map((result) =>
      result.status === 'rejected' ? (result.reason as SmaltiError).code : 'done',
    );
    expect(codes.filter((one) => one === 'PROCESS_EXITED')).toHaveLength(6);
    expect(codes.filter((one) => one === 'PROCESS_BROKEN')).toHaveLength(14);
  });

  it('settles every request exactly once under random luck', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('double', 'refuse', 'exit', 'cancel', 'unclonable'), { maxLength: 40 }),
        fc.integer({ min: 1, max: 3 }),
        async (plan, size) => {
          const { client } = scene({ size, coolDownMs: 0, recycle: { maxRequests: 4 } });
          const settled = plan.map(async (step) => {
            const outcomes: string[] = [];
            const controller = new AbortController();
            const options = { signal: controller.signal };
            const reply =
              step === 'exit'
                ? client.request('exit', 1, options)
                : step === 'refuse'
                  ? client.request('refuse', null, options)
                  : step === 'unclonable'
                    ? client.request('unclonable', null, options)
                    : client.request('double', 21, options);
            if (step === 'cancel') controller.abort();
            await Promise.resolve(reply).then(
              (value) => outcomes.push(`done ${String(value)}`),
              (error: unknown) => outcomes.push((error as SmaltiError).code),
            );
            const allowed = {
              double: ['done 42', 'PROCESS_EXITED'],
              refuse: ['FILE_EMPTY', 'PROCESS_EXITED'],
              exit: ['PROCESS_EXITED'],
              cancel: ['CANCELLED'],
              unclonable: ['INTERNAL', 'PROCESS_EXITED'],
            }[step];
            expect(allowed).toContain(outcomes[0]);
            expect(outcomes).toHaveLength(1);
          });
          await Promise.all(settled);
          await client.stop();
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('cancelling', () => {
  it('aborts the signal of the handler and settles when the handler has ended', async () => {
    const { client, hold, held, exits } = scene();
    const controller = new AbortController();
    const { reply, arrived } = hold('slow', controller.signal);
    await arrived;
    let isSettled = false;
    void reply.catch(() => (isSettled = true));
    const aborted = new Promise((resolve) =>
      held.get('slow')?.context.signal.addEventListener('abort', resolve),
    );
    controller.abort();
    await aborted;
    expect(isSettled).toBe(false);
    held.get('slow')?.release();
    await expect(reply).rejects.toEqual(code('CANCELLED'));
    expect(await client.request('double', 1)).toBe(2);
    expect(exits).toEqual([]);
  });

  it('ends the process of a handler that does not listen', async () => {
    const { client, hold, exits } = scene({ cancelGraceMs: 5 });
    const controller = new AbortController();
    const { reply, arrived } = hold('deaf', controller.signal);
    await arrived;
    controller.abort();
    await expect(reply).rejects.toEqual(code('CANCELLED'));
    expect(exits.map((exit) => exit.why)).toEqual(['stuck']);
    expect(await client.request('double', 1)).toBe(2);
  });

  it('kills at once where that was declared, and spares the requests that wait', async () => {
    const { client, hold, exits } = scene({ cancellation: 'terminate' });
    const controller = new AbortController();
    const { reply, arrived } = hold('native', controller.signal);
    await arrived;
    const waiting = client.request('double', 5);
    controller.abort();
    await expect(reply).rejects.toEqual(code('CANCELLED'));
    expect(await waiting).toBe(10);
    expect(exits.map((exit) => exit.why)).toEqual(['cancelled']);
  });
});

describe('stopping', () => {
  it('rejects what is in work, what waits and what comes later', async () => {
    const { client, hold, exits } = scene({ size: 1, maxInFlight: 1 });
    const running = hold('running');
    await running.arrived;
    const waiting = hold('waiting');
    const stopped = client.stop();
    await expect(waiting.reply).rejects.toEqual(code('PROCESS_STOPPED'));
    await expect(running.reply).rejects.toEqual(code('PROCESS_STOPPED'));
    await stopped;
    expect(exits.map((exit) => exit.why)).toEqual(['stopped']);
    await expect(client.request('double', 1)).rejects.toEqual(code('PROCESS_STOPPED'));
  });
});
