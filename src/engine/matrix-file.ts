/**
 * @file Reads a cost matrix from a NumPy file into memory, cell by cell, in blocks, refusing what is no matrix of finite
 * numbers. Runs in a worker thread of the engine.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { requireEnoughPhotos } from '../core/assignment/greedy.ts';
import type { CostRows } from '../core/assignment/matrix.ts';
import { NPY_HEADER_MAX_BYTES, parseNpyHeader, type NpyHeader } from '../core/npy.ts';
import { SmaltiError } from '../shared/errors.ts';
import { requireMemory } from './memory-budget.ts';

const BLOCK_BYTES = 8 * 2 ** 20;

type Values = Int32Array | Float32Array | Float64Array;

/** The matrix as it stands in the file, transposed to one row a cell. Its rows are read as doubles. */
export interface FileMatrix extends CostRows {
  row(cell: number): Float64Array;
  /** cellCount x photoCount numbers in the file's type. */
  values: Values;
  least: number;
  greatest: number;
  /** True if every entry is a whole number. */
  isWhole: boolean;
}

/**
 * Reads the file: rows = photos, columns = cells.
 * @param solverBytes what the solver will need beside the values, to ask for memory before any is taken
 * @param shouldCancel looked at between blocks
 * @throws SmaltiError FILE_MISSING, FILE_UNREADABLE, MATRIX_INVALID, PHOTOS_TOO_FEW, PROBLEM_TOO_LARGE, CANCELLED
 */
export function readMatrixFile(
  file: string,
  solverBytes: (cellCount: number, photoCount: number) => number,
  shouldCancel: () => boolean,
): FileMatrix {
  const descriptor = open(file);
  try {
    const head = new Uint8Array(NPY_HEADER_MAX_BYTES);
    const headBytes = readSync(descriptor, head, 0, head.length, 0);
    const header = parseNpyHeader(head.subarray(0, headBytes));
    const photoCount = header.rowCount;
    const cellCount = header.columnCount;
    const missing =
      header.dataStart + photoCount * cellCount * header.bytesPerValue - fstatSync(descriptor).size;
    if (missing > 0) {
      throw invalid(
        `The .npy file is cut off: ${missing} bytes of its ${photoCount} x ${cellCount} matrix are missing.`,
      );
    }
    requireEnoughPhotos(cellCount, photoCount);
    const bytesFor = (cells: number): number =>
      cells * photoCount * header.bytesPerValue + solverBytes(cells, photoCount);
    requireMemory(cellCount, photoCount, bytesFor);
    return readValues(descriptor, header, shouldCancel);
  } finally {
    closeSync(descriptor);
  }
}

function open(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') throw new SmaltiError('FILE_MISSING', `There is no file ${file}.`);
    throw new SmaltiError('FILE_UNREADABLE', `The file ${file} cannot be opened (${code ?? String(error)}).`);
  }
}

function readValues(descriptor: number, header: NpyHeader, shouldCancel: () => boolean): FileMatrix {
  const { rowCount: photoCount, columnCount: cellCount, isColumnMajor } = header;
  const values = valuesOf(header, new ArrayBuffer(photoCount * cellCount * header.bytesPerValue));
  // A line is what lies together in the file: all cells of a photo, or (column by column) all photos of a cell.
  const lineLength = isColumnMajor ? photoCount : cellCount;
  const lineCount = isColumnMajor ? cellCount : photoCount;
  const lineBytes = lineLength * header.bytesPerValue;
  const blockLines = Math.max(1, Math.floor(BLOCK_BYTES / lineBytes));
  const found = { least: Number.POSITIVE_INFINITY, greatest: Number.NEGATIVE_INFINITY, isWhole: true };
  for (let first = 0; first < lineCount; first += blockLines) {
    if (shouldCancel()) throw new SmaltiError('CANCELLED', 'The solve was cancelled.');
    const count = Math.min(blockLines, lineCount - first);
    const block = valuesOf(header, new ArrayBuffer(count * lineBytes));
    readFully(descriptor, new Uint8Array(block.buffer), header.dataStart + first * lineBytes);
    examine(block, first, lineLength, isColumnMajor, found);
    if (isColumnMajor) values.set(block, first * lineLength);
    else transposeInto(values, block, first, count, photoCount, cellCount);
  }
  const row = new Float64Array(photoCount);
  return {
    cellCount,
    photoCount,
    values,
    ...found,
    row: (cell) => {
      row.set(values.subarray(cell * photoCount, (cell + 1) * photoCount));
      return row;
    },
  };
}

function valuesOf(header: NpyHeader, buffer: ArrayBuffer): Values {
  if (header.dataType === 'float64') return new Float64Array(buffer);
  return header.dataType === 'float32' ? new Float32Array(buffer) : new Int32Array(buffer);
}

function readFully(descriptor: number, bytes: Uint8Array, position: number): void {
  for (let at = 0; at < bytes.length;) {
    const count = readSync(descriptor, bytes, at, bytes.length - at, position + at);
    if (count === 0) throw invalid('The .npy file became shorter while it was read.');
    at += count;
  }
}

function transposeInto(
  values: Values,
  block: Values,
  firstPhoto: number,
  count: number,
  photoCount: number,
  cellCount: number,
): void {
  for (let cell = 0; cell < cellCount; cell++) {
    const start = cell * photoCount + firstPhoto;
    for (let k = 0; k < count; k++) values[start + k] = block[k * cellCount + cell]!;
  }
}

function examine(
  block: Values,
  firstLine: number,
  lineLength: number,
  isColumnMajor: boolean,
  found: { least: number; greatest: number; isWhole: boolean },
): void {
  for (let at = 0; at < block.length; at++) {
    const value = block[at]!;
    if (!Number.isFinite(value)) {
      const line = firstLine + Math.floor(at / lineLength);
      const [row, column] = isColumnMajor ? [at % lineLength, line] : [line, at % lineLength];
      throw invalid(
        `The entry in row ${row}, column ${column} is ${Number.isNaN(value) ? 'not a number (NaN)' : 'infinite'}.`,
        'Give every pair a finite cost; a pair that must not be used gets a very large one.',
      );
    }
    if (value < found.least) found.least = value;
    if (value > found.greatest) found.greatest = value;
    if (found.isWhole && !Number.isInteger(value)) found.isWhole = false;
  }
}

function invalid(message: string, hint?: string): SmaltiError {
  return new SmaltiError('MATRIX_INVALID', message, hint);
}
