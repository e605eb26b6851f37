/** @file The .xz reader against data of the real xz program. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { xzOf } from '../../scripts/fixtures/containers.mjs';
import { Lzma2Error } from '../../src/library/backup/lzma2.ts';
import { decodeXz } from '../../src/library/backup/xz.ts';
import { seededRandom } from '../../src/core/random.ts';

/** Made with `xz --check=none`, as instaloader writes. */
const SAMPLE = Buffer.from(
  '/Td6WFoAAAD/EtlBAgAhARYAAAB0L+Wj4AB8ADldAD2IicczqOaoofb0l8ig5prwCQo0UBama+GEq+Qrdyga854jUmbvCCKYo/DdsuJe9eBk2jKvrg5fAAAAAAAAAU194onlSwZynnoBAAAAAABZWg==',
  'base64',
);
const SAMPLE_TEXT = `{"node":{"id":"1317927813210600632","t":"${'Hi #a @b '.repeat(9)}"}}`;
const program = 'xz';
const hasXz = spawnSync(program, ['--version']).status === 0;
if (!hasXz) process.stdout.write('xz: the program is absent, the comparison with it is skipped\n');

function randomBytes(count: number): Buffer {
  const random = seededRandom(count);
  return Buffer.from(Array.from({ length: count }, () => Math.floor(random() * 256)));
}

describe('xz', () => {
  it('reads a file of the real program', () => {
    expect(Buffer.from(decodeXz(SAMPLE, 1000)).toString()).toBe(SAMPLE_TEXT);
  });

  it('reads stored chunks and streams one after the other', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 500, unit: 'grapheme' }), (text) => {
        const two = Buffer.concat([xzOf(text), Buffer.alloc(4), xzOf(text)]);
        expect(Buffer.from(decodeXz(two, 1e6)).toString()).toBe(text + text);
      }),
    );
  });

  it.skipIf(!hasXz)('agrees with the program on every setting', () => {
    const inputs = [
      Buffer.alloc(0),
      Buffer.from('x'),
      readFileSync('package.json'),
      Buffer.alloc(100_000, 7),
      Buffer.concat([randomBytes(66_000), Buffer.alloc(100_000, 1), randomBytes(3)]),
    ];
    const settings = [[], ['--check=none'], ['-0', '--check=crc32'], ['-9e', '--check=sha256']];
    settings.push(['--lzma2=lc=0,lp=2,pb=0'], ['--lzma2=lc=4,lp=0,pb=4'], ['--block-size=65536']);
    for (const input of inputs) {
      for (const setting of settings) {
        const packed = execFileSync(program, ['-z', '-c', ...setting], { input, maxBuffer: 1e8 });
        expect(Buffer.compare(Buffer.from(decodeXz(packed, 1e8)), input)).toBe(0);
      }
    }
  });

  it('refuses what is damaged or too large, and always ends', () => {
    expect(() => decodeXz(SAMPLE, 10)).toThrow(Lzma2Error);
    expect(() => decodeXz(Buffer.from('hello'), 10)).toThrow(Lzma2Error);
    expect(() => decodeXz(Buffer.alloc(0), 10)).toThrow(Lzma2Error);
    for (let length = 0; length < SAMPLE.length; length += 1) {
      expect(() => decodeXz(SAMPLE.subarray(0, length), 1000)).toThrow(Lzma2Error);
    }
    const random = seededRandom(3);
    for (let round = 0; round < 1000; round += 1) {
      const ruined = Buffer.from(SAMPLE);
      ruined[Math.floor(random() * ruined.length)] = Math.floor(random() * 256);
      try {
        decodeXz(ruined, 10_000);
      } catch (error) {
        expect(error).toBeInstanceOf(Lzma2Error);
      }
    }
  });
});
