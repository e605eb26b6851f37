/**
 * @file What an open project has found out about its target and its photos, because its settings need it: faces and
 * people, photos that look alike. Looked for once, when they are first needed. Node, no Electron.
 */
import { SmaltiError } from '../../shared/errors.ts';
import { keptCrops, type PhotoWithFaces } from '../../core/kept-crops.ts';
import type { FacesSummary, VisionSummary } from '../../shared/project.ts';
import { needsVision } from './cell-weights.ts';
import { needsGroups } from './photo-uses.ts';
import type { ProjectSurroundings } from './project-parts.ts';
import type { PlacementSettings } from './settings.ts';
import type { FoundRegions } from './target-regions.ts';

const BACKEND_NAMES = { tensorflow: 'TensorFlow (native)', wasm: 'TensorFlow.js (WebAssembly)' } as const;

/** Of a photo that nobody could look at the centre is shown: a square has no other crop. */
const UNSEEN: PhotoWithFaces = { widthPx: 1, heightPx: 1, faces: [] };

type Settings = Pick<PlacementSettings, 'weights' | 'rules'>;
type CropSettings = Pick<PlacementSettings, 'scoring' | 'rules'>;
type Around = Pick<
  ProjectSurroundings,
  'findRegions' | 'recallRegions' | 'findGroups' | 'findFaces' | 'onNotice'
>;

/** Crops that leave faces whole, for the photos of the pool. */
interface KeptByChoice {
  bits: Uint8Array;
  summary: FacesSummary;
}

export class Lookout {
  readonly #around: Around;
  readonly #tileAspect: number;
  #faces: (PhotoWithFaces | null)[] | null = null;
  /** By whether crops may be chosen. */
  #kept = new Map<boolean, KeptByChoice>();
  #regions: FoundRegions | null = null;
  #groups: number[][] | null = null;

  /** @param tileAspect width : height of a tile */
  constructor(around: Around, tileAspect: number) {
    this.#around = around;
    this.#tileAspect = tileAspect;
  }

  /** Photos that show nearly the same, by their ids; null if no rule has asked for them. */
  get groups(): readonly number[][] | null {
    return this.#groups;
  }

  /** What has to be looked for before these settings can be solved, as words for people; null: nothing. */
  missing({ weights, rules }: Settings): string | null {
    if (needsVision(weights) && this.#regions === null) return 'Looking for faces and people';
    if (needsGroups(rules) && this.#groups === null) return 'Looking for photos that look alike';
    if (rules.keepFaces && this.#faces === null) return 'Looking for faces in photos';
    return null;
  }

  /** Takes what is known from before; a target that cannot be read now is looked at later. */
  async recall({ weights }: Settings): Promise<FoundRegions | null> {
    if (needsVision(weights)) this.#regions ??= await this.#around.recallRegions().catch(() => null);
    return this.#regions;
  }

  /** Looks for what is missing. @throws when the signal says so */
  async look({ weights, rules }: Settings, signal: AbortSignal): Promise<{ regions: FoundRegions | null }> {
    if (needsGroups(rules)) this.#groups ??= await this.#around.findGroups(signal);
    if (needsVision(weights)) this.#regions ??= await this.#findRegions(signal);
    if (rules.keepFaces) this.#faces ??= await this.#around.findFaces(signal);
    return { regions: this.#regions };
  }

  /** Which crops of the pool's photos may be shown (core/kept-crops.ts); null: all that the scoring allows. */
  keptCrops(settings: CropSettings): Uint8Array | null {
    return this.#keptByChoice(settings)?.bits ?? null;
  }

  facesSummary(settings: CropSettings): FacesSummary | null {
    return this.#keptByChoice(settings)?.summary ?? null;
  }

  #keptByChoice({ scoring, rules }: CropSettings): KeptByChoice | null {
    if (!rules.keepFaces || this.#faces === null) return null;
    const mayChoose = scoring.crops === 'best';
    const known = this.#kept.get(mayChoose);
    if (known !== undefined) return known;
    const summary = { withFaces: 0, cut: 0 };
    const bits = Uint8Array.from(this.#faces, (photo) => {
      const kept = keptCrops(photo ?? UNSEEN, this.#tileAspect, mayChoose);
      if (photo !== null && photo.faces.length > 0) summary.withFaces += 1;
      if (kept.cutsFace) summary.cut += 1;
      return kept.bits;
    });
    this.#kept.set(mayChoose, { bits, summary });
    return { bits, summary };
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
