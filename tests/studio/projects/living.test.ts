/** @file The living placement over a made-up session: what goes before what. */
import { describe, expect, it, vi } from 'vitest';
import type { MosaicReport, MosaicSolver } from '../../../src/engine/contract.ts';
import { cancelledError } from '../../../src/engine/scoring-backend.ts';
import type { RequestOptions } from '../../../src/processes/contract.ts';
import { LivingPlacement } from '../../../src/studio/projects/living.ts';
import type { PlacementGoal, PlacementSession } from '../../../src/studio/projects/session.ts';

type Wait = RequestOptions<never>;

const goalOf = (name: string): PlacementGoal => ({ name }) as unknown as PlacementGoal;
const nameOf = (goal: PlacementGoal): string => (goal as unknown as { name: string }).name;

/** Notes what is asked, and answers when told to; an abort ends it as the engine's would. */
class SlowSession {
  readonly begun: string[] = [];
  readonly ended: string[] = [];
  readonly #answers: (() => void)[] = [];

  optimum(goal: PlacementGoal, options: Wait): Promise<MosaicReport> {
    return this.#ask(`optimum ${nameOf(goal)}`, options);
  }

  compared(goal: PlacementGoal, solver: MosaicSolver, options: Wait): Promise<MosaicReport> {
    return this.#ask(`${solver} ${nameOf(goal)}`, options);
  }

  answer(): void {
    this.#answers.shift()?.();
  }

  #ask(what: string, { signal }: Wait): Promise<MosaicReport> {
    this.begun.push(what);
    return new Promise((resolve, reject) => {
      const answer = (): void => {
        this.ended.push(what);
        resolve({ of: what } as unknown as MosaicReport);
      };
      this.#answers.push(answer);
      signal?.addEventListener('abort', () => {
        this.#answers.splice(this.#answers.indexOf(answer), 1);
        this.ended.push(`${what} cancelled`);
        reject(cancelledError());
      });
    });
  }
}

function setUp(): { session: SlowSession; living: LivingPlacement; standing: { goal: string } } {
  const session = new SlowSession();
  const standing = { goal: 'first' };
  const living = new LivingPlacement(session as unknown as PlacementSession, {
    onInterim: () => {},
    onCertified: (_report, { goal }) => void (standing.goal = nameOf(goal)),
    onWork: () => {},
  });
  return { session, living, standing };
}

describe('a comparison', () => {
  it('makes room for an edit, and begins again for what the edit left', async () => {
    const { session, living, standing } = setUp();
    const comparing = living.compared(() => goalOf(standing.goal), 'greedy', {});
    await vi.waitFor(() => expect(session.begun).toEqual(['greedy first']));
    living.aim(goalOf('second'), 2);
    expect(session.ended).toEqual(['greedy first cancelled']);
    expect(session.begun.at(-1)).toBe('optimum second');
    session.answer();
    await vi.waitFor(() => expect(session.begun.at(-1)).toBe('greedy second'));
    session.answer();
    expect(await comparing).toEqual({ of: 'greedy second' });
  });

  it('waits for the placement, and ends with its own signal', async () => {
    const { session, living, standing } = setUp();
    const wanted = new AbortController();
    living.aim(goalOf('second'), 2);
    const comparing = living.compared(() => goalOf(standing.goal), 'greedy', { signal: wanted.signal });
    await Promise.resolve();
    expect(session.begun).toEqual(['optimum second']);
    session.answer();
    await vi.waitFor(() => expect(session.begun.at(-1)).toBe('greedy second'));
    wanted.abort(cancelledError());
    await expect(comparing).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(session.begun).toHaveLength(2);
  });

  it('ends for good when the placement is closed', async () => {
    const { session, living, standing } = setUp();
    const comparing = living.compared(() => goalOf(standing.goal), 'greedy', {});
    await vi.waitFor(() => expect(session.begun).toHaveLength(1));
    await living.close();
    await expect(comparing).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(living.compared(() => goalOf('any'), 'greedy', {})).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(session.begun).toHaveLength(1);
  });
});
