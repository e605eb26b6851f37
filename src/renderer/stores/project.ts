/**
 * @file The open project: its settings, the living placement, what is compared with it, and every edit. Runs in the
 * window. An edit is answered at once with the new settings; the placement for it follows as events.
 */
import { create } from 'zustand';
import type { RouteInput } from '../../shared/ipc/routes.ts';
import type {
  PlacementChange,
  PlacementName,
  ProjectEdit,
  ProjectView,
  QualityReport,
  WeightsChange,
} from '../../shared/project.ts';
import { answer, bridge } from '../bridge.ts';

export type ComparisonName = RouteInput<'project.comparison'>['placement'];

interface ProjectState {
  project: ProjectView | null;
  /** The placement told last: certified, or an improving one on the way. */
  placement: PlacementChange | null;
  /** One per cell; after a stroke these are there before the placement is. */
  cellWeights: Float32Array | null;
  /** Other placements of the same settings, as they were when they were asked for. */
  comparisons: Partial<Record<ComparisonName, PlacementChange>>;
  quality: QualityReport | null;
  /** Shows a project that the main process has opened and placed. */
  take(projectId: string): Promise<void>;
  /** Closes it; its autosave stays. */
  leave(): Promise<void>;
  edit(...edits: ProjectEdit[]): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  stopSolving(): Promise<void>;
  /** Saves; asks where, the first time or with `as`. */
  save(as: boolean): Promise<void>;
  importMask(): Promise<void>;
  /** Answers the file's name; null if the person cancelled. */
  exportMask(): Promise<string | null>;
  /** Fetches a comparison unless it is here and up to date. */
  compareWith(name: ComparisonName): Promise<void>;
  measureQuality(sheetWidthMm: number): Promise<void>;
  applyProject(project: ProjectView): void;
  applyPlacement(placement: PlacementChange): void;
  applyWeights(change: WeightsChange): void;
}

const nothing = {
  project: null,
  placement: null,
  cellWeights: null,
  comparisons: {},
  quality: null,
};

export const useProject = create<ProjectState>()((set, get) => {
  /** What was told of a project while it was being asked for: it may be newer than the answers. */
  let arriving: { projectId: string; project?: ProjectView; placement?: PlacementChange } | null = null;

  const openId = (): string | null => get().project?.projectId ?? null;

  /** Sends a change and takes its answer, unless an event has told something newer or another project is open by then. */
  const change = async (send: (projectId: string) => Promise<ProjectView | null>): Promise<void> => {
    const projectId = openId();
    if (projectId === null) return;
    const changed = await send(projectId);
    if (changed !== null) get().applyProject(changed);
  };

  return {
    ...nothing,

    async take(projectId) {
      const told: NonNullable<typeof arriving> = { projectId };
      arriving = told;
      const [project, placement] = await Promise.all([
        answer(bridge().project.state({ projectId })),
        answer(bridge().project.placement({ projectId })),
      ]).finally(() => {
        if (arriving === told) arriving = null;
      });
      if (openId() !== projectId) set({ ...nothing, project });
      const { applyProject, applyPlacement } = get();
      for (const view of [project, told.project]) if (view !== undefined) applyProject(view);
      for (const each of [placement, told.placement]) if (each) applyPlacement(each);
    },

    async leave() {
      const projectId = openId();
      set(nothing);
      if (projectId !== null) await answer(bridge().project.close({ projectId }));
    },

    edit: (...edits) => change((projectId) => answer(bridge().project.edit({ projectId, edits }))),
    undo: () => change((projectId) => answer(bridge().project.undo({ projectId }))),
    redo: () => change((projectId) => answer(bridge().project.redo({ projectId }))),
    save: (as) => change((projectId) => answer(bridge().project.save({ projectId, as }))),
    importMask: () => change((projectId) => answer(bridge().project.importMask({ projectId }))),

    async stopSolving() {
      const projectId = openId();
      if (projectId !== null) await answer(bridge().project.stopSolving({ projectId }));
    },

    async exportMask() {
      const projectId = openId();
      if (projectId === null) return null;
      return (await answer(bridge().project.exportMask({ projectId })))?.fileName ?? null;
    },

    async compareWith(name) {
      const { project, comparisons } = get();
      if (project === null || comparisons[name]?.revision === project.revision) return;
      const { projectId } = project;
      const comparison = await answer(bridge().project.comparison({ projectId, placement: name }));
      if (openId() === projectId) set({ comparisons: { ...get().comparisons, [name]: comparison } });
    },

    async measureQuality(sheetWidthMm) {
      const projectId = openId();
      if (projectId === null) return;
      const quality = await answer(bridge().project.quality({ projectId, sheetWidthMm }));
      if (openId() === projectId) set({ quality });
    },

    applyProject(project) {
      if (arriving?.projectId === project.projectId) arriving.project = project;
      const now = get().project;
      if (now?.projectId !== project.projectId || project.revision < now.revision) return;
      set({ project });
    },

    applyPlacement(placement) {
      if (arriving?.projectId === placement.mosaicId) arriving.placement = placement;
      const { project, placement: before } = get();
      if (project === null || placement.mosaicId !== project.projectId) return;
      if (before?.mosaicId === placement.mosaicId && isStale(placement, before)) return;
      const isOlder = placement.revision < project.revision;
      set({ placement, ...(isOlder ? {} : { cellWeights: placement.cellWeights }) });
    },

    applyWeights({ mosaicId, revision, cellWeights }) {
      const { project } = get();
      if (project?.projectId === mosaicId && revision >= project.revision) set({ cellWeights });
    },
  };
});

/** The placement is of older settings than the one that stands, or was on the way to it. */
function isStale(placement: PlacementChange, standing: PlacementChange): boolean {
  if (placement.revision !== standing.revision) return placement.revision < standing.revision;
  return standing.isCertified && !placement.isCertified;
}

/** The placement under this name, as far as it is here. */
export function placementNamed(
  { placement, comparisons }: Pick<ProjectState, 'placement' | 'comparisons'>,
  name: PlacementName | 'target',
): PlacementChange | null {
  if (name === 'target') return null;
  return name === 'optimal' ? placement : (comparisons[name] ?? null);
}

/** The photo is pinned in this cell. */
export function isPinned(project: ProjectView | null, cell: number): boolean {
  return project?.pins.some((pin) => pin.cell === cell) ?? false;
}

/** 'apart': tiles were moved apart from the proven optimum, as well as could be. */
export type ProofState = 'proven' | 'apart' | 'improving' | 'waiting' | 'stopped' | 'failed';

/** A relative gap below this is rounding of 64-bit sums. */
export const ROUNDING_GAP = 1e-9;

/** What can be said of the placement on show. */
export function proofState({
  project,
  placement,
}: {
  project: ProjectView | null;
  placement: PlacementChange | null;
}): ProofState {
  if (project === null || placement === null) return 'waiting';
  if (project.work.kind === 'failed') return 'failed';
  const isCurrent = placement.revision >= project.revision;
  if (isCurrent && placement.isCertified) {
    if (placement.gap <= ROUNDING_GAP) return 'proven';
    if (placement.rules !== null && placement.rules.spread !== null) return 'apart';
  }
  if (project.work.kind === 'idle') return 'stopped';
  return isCurrent ? 'improving' : 'waiting';
}

/** The placement of the newest settings stands; nothing better will come. */
export function isFinal(state: Parameters<typeof proofState>[0]): boolean {
  const proof = proofState(state);
  return proof === 'proven' || proof === 'apart';
}

/** Mean error of the cells, weighted: what the solver keeps as small as possible. With equal weights the plain mean. */
export function weightedMeanError({ cost, cellWeights }: PlacementChange): number {
  const weight = cellWeights.reduce((sum, value) => sum + value, 0);
  return weight === 0 ? 0 : cost / weight;
}

/** False if every cell counts the same. */
export function isWeighted(cellWeights: Float32Array | null): boolean {
  return cellWeights !== null && cellWeights.some((weight) => weight !== cellWeights[0]);
}
