/** @file What a backup format is to the lister: something that looks at a tree once and then claims files. Types only. */
import type { BackupFacts, BackupFormat, MediaKind, Section } from '../facts.ts';
import type { LibraryTree } from './library-tree.ts';
import type { OnProblem, TreeFile } from './tree.ts';

/** What a format says about a file that it knows. */
export interface Claim {
  format: BackupFormat;
  section: Section;
  facts: BackupFacts;
  /** Where the format knows better than name and content. */
  kind?: MediaKind;
}

/** The claim of a format on a file that is a picture or video, or null when the file is not of this format. */
export type Claimer = (file: TreeFile, kind: MediaKind) => Claim | null;

/** Looks through the tree for what the format writes; reads its sidecars. Damaged ones are reported, never thrown. */
export type BackupReader = (
  tree: LibraryTree,
  options: { onProblem: OnProblem; signal?: AbortSignal | undefined; nowMs: number },
) => Promise<Claimer> | Claimer;
