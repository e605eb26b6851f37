/** @file Answers the mosaic requests: opens, solves, edits and closes sessions. Runs in the engine process. */
import { SmaltiError } from '../shared/errors.ts';
import type { ProcessHandlers } from '../processes/contract.ts';
import type { EngineContract } from './contract.ts';
import { openMosaic, type OpenMosaic } from './large-mosaic.ts';
import { letGo } from './let-go.ts';
import type { ThreadCrew } from './thread-crew.ts';

type MosaicRequests = {
  [Name in keyof EngineContract as Name extends `mosaic.${string}` ? Name : never]: EngineContract[Name];
};

/** The handlers with the sessions that are open. */
export function mosaicHandlers(crew: ThreadCrew): ProcessHandlers<MosaicRequests> {
  const sessions = new Map<string, OpenMosaic>();
  const session = (sessionId: string): OpenMosaic => {
    const found = sessions.get(sessionId);
    if (found === undefined) {
      throw new SmaltiError('JOB_UNKNOWN', 'This mosaic is not open in the engine.', 'Open it again.');
    }
    return found;
  };
  const close = async (sessionId: string): Promise<void> => {
    const found = sessions.get(sessionId);
    sessions.delete(sessionId);
    if (found === undefined) return;
    await found.close();
    letGo();
  };
  return {
    'mosaic.open': async (request, context) => {
      await close(request.sessionId);
      const opened = openMosaic(request, crew);
      sessions.set(request.sessionId, opened);
      try {
        if (request.isScoredLater !== true) await opened.score(context);
      } catch (error) {
        await close(request.sessionId);
        throw error;
      }
      return { memoryBytes: opened.memoryBytes };
    },
    'mosaic.solve': ({ sessionId, solver }, context) => session(sessionId).solve(solver, context),
    'mosaic.edit': ({ sessionId, edits }, context) => session(sessionId).edit(edits, context),
    'mosaic.candidates': ({ sessionId, cell, count }, context) =>
      session(sessionId).candidates(cell, count, context),
    'mosaic.verify': ({ sessionId }, context) => session(sessionId).verify(context),
    'mosaic.proof': ({ sessionId }, context) => session(sessionId).proof(context),
    'mosaic.close': async ({ sessionId }) => {
      await close(sessionId);
      return null;
    },
  };
}
