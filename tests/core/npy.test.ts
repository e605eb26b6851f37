/** @file Heads of NumPy files: those NumPy writes, and those that must be refused in words. */
import { describe, expect, it } from 'vitest';
import { parseNpyHeader } from '../../src/core/npy.ts';
import { SmaltiError } from '../../src/shared/errors.ts';

/** A head as numpy.lib.format writes it, padded to a multiple of 64. */
function head(description: string, version = 1): Uint8Array {
  const start = version === 1 ? 10 : 12;
  const padding = 64 - ((start + description.length + 1) % 64);
  const text = new TextEncoder().encode(`${description}${' '.repeat(padding)}\n`);
  const bytes = new Uint8Array(start + text.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, text.length, true);
  else view.setUint32(8, text.length, true);
  bytes.set(text, start);
  return bytes;
}

function dictionary(description: string, shape: string, isFortran = false): string {
  return `{'descr': '${description}', 'fortran_order': ${isFortran ? 'True' : 'False'}, 'shape': (${shape}), }`;
}

describe('parseNpyHeader', () => {
  it.each([
    ['<f8', 'float64', 8],
    ['<f4', 'float32', 4],
    ['<i4', 'int32', 4],
  ])('reads %s in all three versions and both orders', (description, dataType, bytesPerValue) => {
    for (const version of [1, 2, 3]) {
      for (const isColumnMajor of [true, false]) {
        const bytes = head(dictionary(description, '3, 5', isColumnMajor), version);
        expect(parseNpyHeader(bytes)).toEqual({
          dataType,
          bytesPerValue,
          rowCount: 3,
          columnCount: 5,
          isColumnMajor,
          dataStart: bytes.length,
        });
      }
    }
  });

  it.each([
    ['another file', new TextEncoder().encode('P6 100 100 255 and more'), 'first bytes'],
    ['nothing', new Uint8Array(0), 'first bytes'],
    ['a later version', head(dictionary('<f8', '3, 5'), 9), 'Version 9'],
    ['a cut head', head(dictionary('<f8', '3, 5')).subarray(0, 40), 'cut off'],
    ['big-endian numbers', head(dictionary('>f8', '3, 5')), '">f8"'],
    ['complex numbers', head(dictionary('<c16', '3, 5')), '"<c16"'],
    ['one dimension', head(dictionary('<f8', '3,')), '1 dimensions'],
    ['three dimensions', head(dictionary('<f8', '3, 4, 5')), '3 dimensions'],
    ['no rows', head(dictionary('<f8', '0, 5')), 'empty'],
    ['no columns', head(dictionary('<f8', '5, 0')), 'empty'],
    ['a negative size', head(dictionary('<f8', '-5, 5')), 'no matrix'],
    ['records', head("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (3, 5), }"), 'plain array'],
  ])('refuses %s', (_, bytes, words) => {
    expect(() => parseNpyHeader(bytes)).toThrow(SmaltiError);
    expect(() => parseNpyHeader(bytes)).toThrow(
      expect.objectContaining({ code: 'MATRIX_INVALID', message: expect.stringContaining(words) }),
    );
  });
});
