/** @file Warming the engine up: it takes nothing with it, and mosaics come out the same beside it and after it. */
import { afterEach, describe, expect, it } from 'vitest';
import type { EngineContract } from '../../src/engine/contract.ts';
import type { SupervisedClient } from '../../src/processes/pool.ts';
import { seededMosaic, startEngine } from './engine-child.ts';

const engines: SupervisedClient<EngineContract>[] = [];
const started = (): SupervisedClient<EngineContract> => {
  const engine = startEngine();
  engines.push(engine);
  return engine;
};
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
});

const solved = async (engine: SupervisedClient<EngineContract>) => {
  const request = seededMosaic(60, 90);
  await engine.request('mosaic.open', request);
  return engine.request('mosaic.solve', { sessionId: request.sessionId, solver: 'optimal' });
};

describe('warming up', () => {
  it('leaves no session behind and changes no mosaic, whether that waits for it or not', async () => {
    const cold = await solved(started());
    const engine = started();
    const [, beside] = await Promise.all([engine.request('engine.warmUp', null), solved(engine)]);
    await engine.request('engine.warmUp', null);
    const after = await solved(engine);
    for (const { photoOfCell, cost, certificate } of [beside, after]) {
      expect(photoOfCell).toEqual(cold.photoOfCell);
      expect({ cost, certificate }).toEqual({ cost: cold.cost, certificate: cold.certificate });
    }
    await expect(
      engine.request('mosaic.solve', { sessionId: 'warm-up', solver: 'optimal' }),
    ).rejects.toMatchObject({ code: 'JOB_UNKNOWN' });
  });
});
