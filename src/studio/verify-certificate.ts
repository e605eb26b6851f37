/**
 * @file Checks the certificate of a manifest by plain arithmetic: every cost is computed again from the descriptors, every
 * pair is compared with the dual values. Knows nothing of the engine and its kernels. Node, no Electron.
 */
import { inflateRawSync } from 'node:zlib';
import { type CertificateFindings, provesOptimum } from '../core/assignment/certificate.ts';
import { Columns } from '../core/assignment/columns.ts';
import { FORBIDDEN_COST } from '../core/assignment/matrix.ts';
import { checkWithQuotas, columnQuotas } from '../core/assignment/quotas.ts';
import { type ScoredCells, type Variant, bestVariant, pairCost } from '../core/cost.ts';
import { CROP_COUNT, cropOfRectangle } from '../core/crops.ts';
import { DESCRIPTOR_BYTES } from '../core/descriptor.ts';
import { descriptorVectors, mirroredVectors, vectorSpace } from '../core/descriptor-vectors.ts';
import { type TileLooks, tileLooks } from '../core/kept-crops.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { Manifest, ManifestCertificate } from './manifest.ts';

/** Costs and bounds are sums of doubles in the manifest: they agree to this share. */
const ROUNDING = 1e-9;
/** So long at most other work waits: the window stays alive while all costs are computed. */
const LONGEST_SLICE_MS = 25;

export interface CertificateVerdict {
  passed: boolean;
  sentence: string;
  pairsChecked: number;
}

/** The bytes of a deflated, base64 array. @throws SmaltiError MANIFEST_INVALID */
export function unpacked(text: string): Uint8Array {
  try {
    return inflateRawSync(Buffer.from(text, 'base64'));
  } catch (error) {
    throw new SmaltiError('MANIFEST_INVALID', 'The descriptors in the manifest are damaged.', undefined, {
      cause: error,
    });
  }
}

/**
 * Computes all costs and checks placement, dual values, total and bound.
 * @param report rows done and rows in all
 */
export async function verifyCertificate(
  manifest: Manifest,
  certificate: ManifestCertificate,
  signal: AbortSignal,
  report: (done: number, total: number) => void,
): Promise<CertificateVerdict> {
  const cellCount = manifest.grid.columns * manifest.grid.rows;
  const { photoCount, cellDuals, photoDuals, costPerUnit } = certificate;
  const columns = new Columns(photoCount, certificate.uses);
  const fault = sizeFault(certificate, cellCount, columns.count);
  if (fault !== null) return { passed: false, sentence: fault, pairsChecked: 0 };
  const photoOfCell = Int32Array.from(manifest.tiles, ({ photo }) => photo);
  const columnOfCell = columns.ofPlacement(photoOfCell);
  const { rows, shown, dearer } = await costRowsOf(certificate, columns, photoOfCell, signal, report);
  const otherwise = manifest.tiles.find(
    ({ mirrored, crop }, cell) =>
      shown[cell]?.isMirrored !== mirrored || shown[cell].crop !== cropOfRectangle(crop),
  );
  const found = checkWithQuotas(
    { cellCount, photoCount: columns.count, row: (cell) => rows[cell]! },
    columnOfCell,
    {
      cellDuals: Float64Array.from(cellDuals),
      photoDuals: Float64Array.from(photoDuals),
      quotaPrices: certificate.quotas.map(({ price }) => price),
    },
    columns.required,
    columnQuotas(columns, certificate.quotas),
  );
  const findings = columns.withoutSurcharge(found, columnOfCell);
  if (dearer !== null) {
    const { file } = manifest.tiles[dearer]!;
    return {
      passed: false,
      sentence: `The certificate does not hold: another photo that counts as one with ${file} costs less there.`,
      pairsChecked: findings.pairsChecked,
    };
  }
  if (otherwise !== undefined) {
    return {
      passed: false,
      sentence: `The certificate does not hold: it counts ${otherwise.file} with another crop or mirroring than is shown.`,
      pairsChecked: findings.pairsChecked,
    };
  }
  return verdictOf(manifest, findings, costPerUnit);
}

function sizeFault(certificate: ManifestCertificate, cellCount: number, columnCount: number): string | null {
  const { photoCount, cellDuals, photoDuals, cellFactors } = certificate;
  const lengths: [number, number][] = [
    [cellDuals.length, cellCount],
    [cellFactors.length, cellCount],
    [photoDuals.length, columnCount],
    [unpacked(certificate.cellDescriptors).length, cellCount * DESCRIPTOR_BYTES],
    [unpacked(certificate.photoDescriptors).length, photoCount * DESCRIPTOR_BYTES],
    ...certificate.photoEnds.map((ends): [number, number] => [
      unpacked(ends).length,
      photoCount * DESCRIPTOR_BYTES,
    ]),
  ];
  if (
    lengths.every(([found, expected]) => found === expected) &&
    cellFactors.every((factor) => factor > 0) &&
    keepsCrops(certificate)
  )
    return null;
  return 'The certificate does not fit the grid: numbers are missing.';
}

/** True if at least one known crop is kept of each photo, or nothing is said of crops. */
function keepsCrops({ keptCrops, photoEnds, photoCount }: ManifestCertificate): boolean {
  if (keptCrops === null) return true;
  const bits = unpacked(keptCrops);
  const isKnown = bits.every((each) => each > 0 && each < 1 << CROP_COUNT);
  return bits.length === photoCount && photoEnds.length === CROP_COUNT - 1 && isKnown;
}

/**
 * All rows of the cost matrix, computed plainly, and how the placed photos are shown where those costs count them.
 * `dearer` is a cell that shows another photo than the cheapest of those that count as one, whose cost it would have.
 */
async function costRowsOf(
  certificate: ManifestCertificate,
  columns: Columns,
  photoOfCell: Int32Array,
  signal: AbortSignal,
  report: (done: number, total: number) => void,
): Promise<{ rows: Int32Array[]; shown: Variant[]; dearer: number | null }> {
  const cellCount = photoOfCell.length;
  const { scoring, photoCount, cellFactors } = certificate;
  const space = vectorSpace(scoring.descriptorSide, scoring.colourSpace);
  const looks = looksOf(certificate);
  const photos = looks.variants.map((descriptors) => descriptorVectors(descriptors, space));
  const vectors = descriptorVectors(unpacked(certificate.cellDescriptors), space);
  const cells: ScoredCells = {
    vectors,
    mirrored: scoring.mirror ? mirroredVectors(vectors, space) : null,
    factors: Float64Array.from(cellFactors),
    pixelWeights: new Map(
      [...pixelWeightsOf(certificate, space.length)].map(([cell, weights]) => [
        cell,
        { weights, mirrored: mirroredVectors(weights, space) },
      ]),
    ),
  };
  const rows: Int32Array[] = [];
  let sliceStartedMs = performance.now();
  const shown: Variant[] = [];
  let dearer: number | null = null;
  for (let cell = 0; cell < cellCount; cell++) {
    const row = new Int32Array(Math.max(photoCount, columns.count));
    for (let photo = 0; photo < photoCount; photo++) {
      const variant = bestVariant(cells, cell, photos, photo, space.length);
      row[photo] = pairCost(variant.sum, cellFactors[cell]!);
      if (photo === photoOfCell[cell]) {
        shown.push({ ...variant, crop: looks.cropOf(photo, variant.crop) });
      }
    }
    forbid(row, cell, certificate);
    const photo = photoOfCell[cell]!;
    const own = row[photo]!;
    if (!columns.isPlain) {
      const cheapest = columns.photosLike(photo).reduce((cost, each) => Math.min(cost, row[each]!), own);
      const mustAppear = columns.requiredPhoto.includes(photo);
      if (cheapest < own && !mustAppear) dearer ??= cell;
      columns.expand(row);
    }
    rows.push(row);
    if (performance.now() - sliceStartedMs > LONGEST_SLICE_MS) {
      report(cell + 1, cellCount);
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
      sliceStartedMs = performance.now();
    }
  }
  return { rows, shown, dearer };
}

/** The photos in the crops that count. */
function looksOf({ photoDescriptors, photoEnds, scoring, keptCrops }: ManifestCertificate): TileLooks {
  return tileLooks(
    [photoDescriptors, ...photoEnds].map((descriptors) => unpacked(descriptors)),
    scoring.crops === 'best',
    keptCrops === null ? null : unpacked(keptCrops),
  );
}

function pixelWeightsOf(certificate: ManifestCertificate, length: number): Map<number, Int16Array> {
  const weights = unpacked(certificate.pixelWeights.weights);
  return new Map(
    certificate.pixelWeights.cells.map((cell, slot) => [
      cell,
      Int16Array.from(weights.subarray(slot * length, (slot + 1) * length)),
    ]),
  );
}

/** Pins and bans: a pinned cell takes its photo only, and a pinned photo that is used once goes nowhere else. */
function forbid(row: Int32Array, cell: number, { pins, bans, uses }: ManifestCertificate): void {
  for (const pin of pins) {
    if (pin.cell !== cell) {
      if (uses.reuseLimit === 1) row[pin.photo] = FORBIDDEN_COST;
      continue;
    }
    const cost = row[pin.photo]!;
    row.fill(FORBIDDEN_COST);
    row[pin.photo] = cost;
  }
  for (const ban of bans) if (ban.cell === null || ban.cell === cell) row[ban.photo] = FORBIDDEN_COST;
}

function verdictOf(
  { cost }: Manifest,
  findings: CertificateFindings,
  costPerUnit: number,
): CertificateVerdict {
  const { fault, pairsChecked } = findings;
  if (fault !== null)
    return { passed: false, sentence: `The certificate does not hold: ${fault}`, pairsChecked };
  const total = findings.cost * costPerUnit;
  const bound = findings.bound * costPerUnit;
  const wrong = [
    ...(isNear(total, cost.total) ? [] : [`the total error is ${total}, not ${cost.total}`]),
    ...(isNear(bound, cost.bound) ? [] : [`the proven bound is ${bound}, not ${cost.bound}`]),
    ...(cost.gap === 0 && !provesOptimum(findings) ? ['the placement is not the least possible one'] : []),
  ];
  if (wrong.length > 0) {
    return { passed: false, sentence: `The certificate is false: ${wrong.join('; ')}.`, pairsChecked };
  }
  const pairs = `all ${pairsChecked.toLocaleString('en')} pairs of photo and cell were computed again`;
  const sentence = provesOptimum(findings)
    ? `The placement is proven optimal: ${pairs}, and none can cost less than ${bound.toFixed(9)}.`
    : `The placement costs ${total.toFixed(9)}; no placement can cost less than ${bound.toFixed(9)}: ${pairs}.`;
  return { passed: true, sentence, pairsChecked };
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b));
}
