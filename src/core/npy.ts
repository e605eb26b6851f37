/**
 * @file Reads the head of a NumPy .npy file (format versions 1 to 3, numpy/lib/format.py). Pure: gets bytes, opens no
 * file. The numbers themselves follow the head and are little-endian here.
 */
import { SmaltiError } from '../shared/errors.ts';

/** What the head says. */
export interface NpyHeader {
  dataType: 'float32' | 'float64' | 'int32';
  bytesPerValue: 4 | 8;
  rowCount: number;
  columnCount: number;
  /** True: column after column (Fortran order); false: row after row. */
  isColumnMajor: boolean;
  /** Byte offset of the first number. */
  dataStart: number;
}

/** No head of a two-dimensional array is longer than this; enough bytes to give to parseNpyHeader. */
export const NPY_HEADER_MAX_BYTES = 4096;

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

const dataTypes: Record<string, Pick<NpyHeader, 'dataType' | 'bytesPerValue'>> = {
  '<f4': { dataType: 'float32', bytesPerValue: 4 },
  '<f8': { dataType: 'float64', bytesPerValue: 8 },
  '<i4': { dataType: 'int32', bytesPerValue: 4 },
};

/**
 * @param bytes the start of the file
 * @throws SmaltiError MATRIX_INVALID for anything but a two-dimensional array of a known type with at least one entry
 */
export function parseNpyHeader(bytes: Uint8Array): NpyHeader {
  if (bytes.length < 10 || MAGIC.some((byte, at) => bytes[at] !== byte)) {
    throw invalid('This is not a NumPy .npy file: its first bytes are others.');
  }
  const version = bytes[6]!;
  if (version < 1 || version > 3) throw invalid(`Version ${version} of the .npy format is not known.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const textStart = version === 1 ? 10 : 12;
  if (bytes.length < textStart) throw invalid('The .npy file ends inside its head.');
  const textBytes = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataStart = textStart + textBytes;
  if (dataStart > bytes.length) throw invalid('The head of the .npy file is cut off or far too long.');
  const text = new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(
    bytes.subarray(textStart, dataStart),
  );
  return { ...parseDescription(text), dataStart };
}

function parseDescription(text: string): Omit<NpyHeader, 'dataStart'> {
  const description = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([^)]*)\)/.exec(text)?.[1];
  if (description === undefined || order === undefined || shape === undefined) {
    throw invalid('The head of the .npy file does not say type, order and shape of one plain array.');
  }
  const type = dataTypes[description];
  if (type === undefined) {
    throw invalid(
      `The .npy file holds numbers of type "${description}"; float32, float64 and int32 (little-endian) can be read.`,
      'Save it with numpy.save(file, matrix.astype("<f8")).',
    );
  }
  const sizes = shape.split(',').filter((size) => size.trim() !== '');
  const [rowCount, columnCount] = sizes.map(Number);
  if (sizes.length !== 2 || rowCount === undefined || columnCount === undefined) {
    throw invalid(`The array in the .npy file has ${sizes.length} dimensions; a matrix has two.`);
  }
  if (!Number.isSafeInteger(rowCount * columnCount) || rowCount < 0 || columnCount < 0) {
    throw invalid(`The shape of the .npy file is (${shape}), which no matrix has.`);
  }
  if (rowCount === 0 || columnCount === 0) throw invalid('The matrix in the .npy file is empty.');
  return { ...type, rowCount, columnCount, isColumnMajor: order === 'True' };
}

function invalid(message: string, hint?: string): SmaltiError {
  return new SmaltiError('MATRIX_INVALID', message, hint);
}
