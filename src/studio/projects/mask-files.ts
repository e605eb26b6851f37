/** @file Importance as a picture: a mask comes in from a file, and goes out to one. Node, no Electron. */
import { basename } from 'node:path';
import type { ImagingContract } from '../../imaging/contract.ts';
import type { ProcessClient } from '../../processes/contract.ts';
import type { ProjectView } from '../../shared/project.ts';
import { greyOf, packMask, wholeTargetMask } from './cell-weights.ts';
import type { Project } from './project.ts';

const LONGEST_SIDE_PX = 512;

/** Takes a picture of the target's shape, bright where it matters. @throws as opening pictures does */
export async function importMask(
  project: Project,
  imaging: ProcessClient<ImagingContract>,
  file: string,
): Promise<ProjectView> {
  const picture = await imaging.request('picture.pixels', { file, longestSidePx: LONGEST_SIDE_PX });
  return project.edit([{ kind: 'setMask', mask: packMask(basename(file), greyOf(picture)) }]);
}

/** Writes the importance over the whole target as a grey PNG. @throws FILE_UNWRITABLE, DISK_FULL */
export async function exportMask(
  { engine, settings }: Project,
  imaging: ProcessClient<ImagingContract>,
  file: string,
): Promise<void> {
  const { weights } = engine;
  const mask = wholeTargetMask(weights.importance(settings.weights), weights.geometry);
  await imaging.request('picture.writeGrey', { file, ...mask });
}
