/** @file The project store over a made-up main process: newest settings win, and the proof is told honestly. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PlacementChange, ProjectView } from '../../src/shared/project.ts';
import { EACH_PHOTO_ONCE } from '../../src/shared/rules.ts';
import {
  isWeighted,
  placementNamed,
  proofState,
  useProject,
  weightedMeanError,
} from '../../src/renderer/stores/project.ts';

const project = (change: Partial<ProjectView> = {}): ProjectView => ({
  projectId: 'm1',
  name: 'portrait',
  hasFile: false,
  libraryId: 'holidays',
  target: { targetId: 't1', name: 'portrait.jpg', widthPx: 100, heightPx: 100 },
  columns: 2,
  rows: 1,
  sheetAspect: 2,
  revision: 1,
  weights: { preset: 'faces', strength: 10, reach: 0.5, strokes: [], maskName: null },
  scoring: { colourSpace: 'srgb', mirror: false, crops: 'centre', pixelWeights: false, edgeEmphasis: false },
  rules: EACH_PHOTO_ONCE,
  pins: [],
  bans: [],
  versions: [],
  undoLabel: null,
  redoLabel: null,
  work: { kind: 'idle' },
  vision: null,
  faces: null,
  ...change,
});

const placement = (change: Partial<PlacementChange> = {}): PlacementChange => ({
  mosaicId: 'm1',
  revision: 1,
  photoOfCell: Int32Array.of(7, 8),
  mirrored: new Uint8Array(2),
  crops: new Uint8Array(2),
  cellErrors: Float64Array.of(0.1, 0.4),
  cellWeights: Float32Array.of(3, 1),
  cost: 0.7,
  bound: 0.7,
  gap: 0,
  rules: null,
  isCertified: true,
  changedCells: Int32Array.of(0, 1),
  elapsedMs: 12,
  ...change,
});

const solving = { kind: 'solving', phase: 'Improving' } as const;

beforeEach(() => {
  useProject.setState({
    project: project(),
    placement: placement(),
    cellWeights: null,
    comparisons: {},
    quality: null,
  });
});

describe('taking a project', () => {
  /** The main process answers what was true when it was asked; events overtake it. */
  const answering = (view: ProjectView, first: PlacementChange, meanwhile: () => void): void => {
    const reply = <Value>(value: Value) => Promise.resolve({ ok: true as const, data: value });
    const routes = {
      state: () => {
        meanwhile();
        return reply(view);
      },
      placement: () => reply(first),
    };
    vi.stubGlobal('window', { smalti: { project: routes } });
  };
  afterEach(() => vi.unstubAllGlobals());

  it.each([['a project that is not open yet'], ['the open project']])(
    'keeps what was told meanwhile of %s',
    async (which) => {
      const { take, applyProject, applyPlacement } = useProject.getState();
      if (which !== 'the open project') useProject.setState({ project: null, placement: null });
      answering(
        project({ revision: 2, work: solving }),
        placement({ revision: 2, isCertified: false, gap: 0.02 }),
        () => {
          applyPlacement(placement({ revision: 2, cost: 0.6 }));
          applyProject(project({ revision: 2 }));
        },
      );
      await take('m1');
      expect(useProject.getState()).toMatchObject({ placement: { cost: 0.6, isCertified: true } });
      expect(proofState(useProject.getState())).toBe('proven');
    },
  );

  it('shows what it is answered when nothing newer was told', async () => {
    useProject.setState({ project: project({ projectId: 'm0' }), placement: null });
    answering(project({ revision: 3 }), placement({ revision: 3 }), () => {
      useProject.getState().applyPlacement(placement({ mosaicId: 'm0', revision: 9, cost: 9 }));
    });
    await useProject.getState().take('m1');
    expect(useProject.getState()).toMatchObject({ project: { projectId: 'm1' }, placement: { cost: 0.7 } });
  });
});

describe('events', () => {
  it('keeps the newest settings when an answer comes after a later event', () => {
    useProject.getState().applyProject(project({ revision: 5, undoLabel: 'Pin' }));
    useProject.getState().applyProject(project({ revision: 4, undoLabel: 'older' }));
    expect(useProject.getState().project).toMatchObject({ revision: 5, undoLabel: 'Pin' });
  });

  it('passes over another project', () => {
    useProject.getState().applyProject(project({ projectId: 'm2', revision: 9 }));
    useProject.getState().applyPlacement(placement({ mosaicId: 'm2', revision: 9 }));
    useProject.getState().applyWeights({ mosaicId: 'm2', revision: 9, cellWeights: Float32Array.of(1, 1) });
    expect(useProject.getState().project?.projectId).toBe('m1');
    expect(useProject.getState().placement?.revision).toBe(1);
    expect(useProject.getState().cellWeights).toBeNull();
  });

  it('lets the heat map follow the brush before there is a placement, and not fall back', () => {
    const painted = Float32Array.of(1, 9);
    useProject.getState().applyProject(project({ revision: 2, work: solving }));
    useProject.getState().applyWeights({ mosaicId: 'm1', revision: 2, cellWeights: painted });
    // A placement for the settings before arrives late.
    useProject.getState().applyPlacement(placement({ revision: 1 }));
    expect(useProject.getState().cellWeights).toBe(painted);
    expect(proofState(useProject.getState())).toBe('waiting');
  });
});

describe('proofState', () => {
  it('calls proven only what is certified for the settings of now', () => {
    const { applyProject, applyPlacement } = useProject.getState();
    expect(proofState(useProject.getState())).toBe('proven');
    applyProject(project({ revision: 2, work: solving }));
    expect(proofState(useProject.getState())).toBe('waiting');
    applyPlacement(placement({ revision: 2, isCertified: false, gap: 0.02 }));
    expect(proofState(useProject.getState())).toBe('improving');
    applyPlacement(placement({ revision: 2 }));
    applyProject(project({ revision: 2 }));
    expect(proofState(useProject.getState())).toBe('proven');
  });

  it('tells a stopped and a failed solve apart', () => {
    const { applyProject, applyPlacement } = useProject.getState();
    applyProject(project({ revision: 2 }));
    applyPlacement(placement({ revision: 2, isCertified: false, gap: 0.02 }));
    expect(proofState(useProject.getState())).toBe('stopped');
    const error = { code: 'PHOTOS_TOO_FEW' as const, message: 'Too few.', hint: 'Allow some again.' };
    applyProject(project({ revision: 3, work: { kind: 'failed', error } }));
    expect(proofState(useProject.getState())).toBe('failed');
  });
});

describe('edits', () => {
  it('sends an edit and takes the answer', async () => {
    const edit = vi.fn(() => Promise.resolve({ ok: true as const, data: project({ revision: 2 }) }));
    vi.stubGlobal('window', { smalti: { project: { edit } } });
    await useProject.getState().edit({ kind: 'pin', cell: 0, photoId: 7 });
    expect(edit).toHaveBeenCalledWith({
      projectId: 'm1',
      edits: [{ kind: 'pin', cell: 0, photoId: 7 }],
    });
    expect(useProject.getState()).toMatchObject({ project: { revision: 2 } });
    vi.unstubAllGlobals();
  });

  it('asks for a comparison once for the same settings', async () => {
    const comparison = vi.fn(() => Promise.resolve({ ok: true as const, data: placement({ cost: 0.9 }) }));
    vi.stubGlobal('window', { smalti: { project: { comparison } } });
    await useProject.getState().compareWith('greedy');
    await useProject.getState().compareWith('greedy');
    expect(comparison).toHaveBeenCalledTimes(1);
    expect(placementNamed(useProject.getState(), 'greedy')?.cost).toBe(0.9);
    expect(placementNamed(useProject.getState(), 'optimal')?.cost).toBe(0.7);
    vi.unstubAllGlobals();
  });
});

describe('numbers', () => {
  it('weighs errors as the solver does', () => {
    expect(weightedMeanError(placement())).toBeCloseTo((3 * 0.1 + 0.4) / 4, 9);
    expect(isWeighted(Float32Array.of(1, 1))).toBe(false);
    expect(isWeighted(Float32Array.of(1, 2))).toBe(true);
    expect(isWeighted(null)).toBe(false);
  });
});
