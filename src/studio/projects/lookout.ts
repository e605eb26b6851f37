/**
 * @file What an open project has found out about its target and its photos, because its settings need it: faces and
 * people, photos that look alike. Looked for once, when they are first needed. Node, no Electron.
 */
import { SmaltiError } from '../../shared/errors.ts';
import type { VisionSummary } from '../../shared/project.ts';
import { needsVision } from './cell-weights.ts';
import { needsGroups } from './photo-uses.ts';
import type { ProjectSurroundings } from './project-parts.ts';
import type { PlacementSettings } from './settings.ts';
import type { FoundRegions } from './target-regions.ts';

const BACKEND_NAMES = { tensorflow: 'TensorFlow (native)', wasm: 'TensorFlow.js (WebAssembly)' } as const;

type Settings = Pick<PlacementSettings, 'weights' | 'rules'>;
type Around = Pick<ProjectSurroundings, 'findRegions' | 'findGroups' | 'onNotice'>;

export class Lookout {
  readonly #around: Around;
  #regions: FoundRegions | null = null;
  #groups: number[][] | null = null;

  constructor(around: Around) {
    this.#around = around;
  }

  /** Photos that show nearly the same, by their ids; null if no rule has asked for them. */
  get groups(): readonly number[][] | null {
    return this.#groups;
  }

  /** What has to be looked for before these settings can be solved, as words for people; null: nothing. */
  missing({ weights, rules }: Settings): string | null {
    if (needsVision(weights) && this.#regions === null) return 'Looking for faces and people';
    if (needsGroups(rules) && this.#groups === null) return 'Looking for photos that look alike';
    return null;
  }

  /** Looks for what is missing. @throws when the signal says so */
  async look({ weights, rules }: Settings, signal: AbortSignal): Promise<{ regions: FoundRegions | null }> {
    if (needsGroups(rules)) this.#groups ??= await this.#around.findGroups(signal);
    if (needsVision(weights)) this.#regions ??= await this.#findRegions(signal);
    return { regions: this.#regions };
  }

  visionSummary(): VisionSummary | null {
    if (this.#regions === null) return null;
    const { regions, backend } = this.#regions;
    return {
      faceCount: regions.faces.length,
      backend: BACKEND_NAMES[backend],
      faces: regions.faces.map(({ oval, leftEye, rightEye, mouth }) => ({ oval, leftEye, rightEye, mouth })),
    };
  }

  /** Mosaics work without faces: if they cannot be looked for, the person is told and every place is background. */
  async #findRegions(signal: AbortSignal): Promise<FoundRegions> {
    try {
      return await this.#around.findRegions(signal);
    } catch (error) {
      signal.throwIfAborted();
      const reason = error instanceof SmaltiError ? error.message : 'Something unexpected went wrong.';
      this.#around.onNotice(`Faces and people could not be looked for. ${reason}`);
      return { regions: { faces: [], persons: null }, backend: 'wasm' };
    }
  }
}
