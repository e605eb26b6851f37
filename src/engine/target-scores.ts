/**
 * @file Which photos of a pool would make good targets for that pool. Runs in the analysis thread. Pure.
 *
 * A candidate's 256 descriptor pixels stand for the cells of its mosaic. Colours are counted in boxes of colour space:
 * what the candidate asks for against what the pool's mean colours give. A picture that is all covered but flat makes a
 * dull mosaic, so the spread of its brightness counts too.
 */
import { DESCRIPTOR_BYTES } from '../core/descriptor.ts';
import type { TargetScore } from './contract.ts';
import { meanColours } from './coverage.ts';

/** Boxes along each channel: coarse enough that a few hundred photos fill them. */
const BOXES = 6;
/** Standard deviation of brightness (0..255) that counts as a full picture. */
const FULL_DEVIATION = 64;
const PIXELS = DESCRIPTOR_BYTES / 3;

/** The best candidates, best first; the same pool, the same answer. */
export function scoreTargets(photoDescriptors: Uint8Array, count: number): TargetScore[] {
  const supply = new Float64Array(BOXES ** 3);
  const means = meanColours(photoDescriptors);
  for (const [red, green, blue] of means) supply[boxOf(red, green, blue)]! += 1 / means.length;
  const scores = means.map((_, photo) => {
    const pixels = photoDescriptors.subarray(photo * DESCRIPTOR_BYTES, (photo + 1) * DESCRIPTOR_BYTES);
    const coverage = coverageOf(pixels, supply);
    const contrast = Math.min(1, brightnessDeviation(pixels) / FULL_DEVIATION);
    return { photo, coverage, contrast, score: coverage * (0.4 + 0.6 * contrast) };
  });
  return scores.sort((a, b) => b.score - a.score || a.photo - b.photo).slice(0, count);
}

function coverageOf(pixels: Uint8Array, supply: Float64Array): number {
  const demand = new Float64Array(supply.length);
  for (let at = 0; at < pixels.length; at += 3) {
    demand[boxOf(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!)]! += 1 / PIXELS;
  }
  return demand.reduce((sum, share, box) => sum + Math.min(share, supply[box]!), 0);
}

function boxOf(red: number, green: number, blue: number): number {
  const box = (value: number): number => Math.floor((value * BOXES) / 256);
  return (box(red) * BOXES + box(green)) * BOXES + box(blue);
}

function brightnessDeviation(pixels: Uint8Array): number {
  let sum = 0;
  let squares = 0;
  for (let at = 0; at < pixels.length; at += 3) {
    const luma = 0.2126 * pixels[at]! + 0.7152 * pixels[at + 1]! + 0.0722 * pixels[at + 2]!;
    sum += luma;
    squares += luma * luma;
  }
  return Math.sqrt(Math.max(0, squares / PIXELS - (sum / PIXELS) ** 2));
}
