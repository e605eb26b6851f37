/** @file Unpacking keeps the bytes, the right to execute and the links; a zip is built here byte by byte. */
import { lstat, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unzip } from '../../scripts/unzip.mjs';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smalti-unzip-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A zip as Info-ZIP on Unix writes it (APPNOTE 4.3.7, 4.3.12, 4.3.16; file modes in the external attributes). */
function zipOf(entries: { name: string; text: string; mode: number }[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text, mode } of entries) {
    const packed = deflateRawSync(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(text), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(Buffer.byteLength(text), 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    const madeByUnix = Buffer.from([20, 3]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), madeByUnix, common, tail, Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}

describe('unzip', () => {
  it('keeps content, modes and links, renames and leaves out', async () => {
    const zipFile = join(folder, 'a.zip');
    await writeFile(
      zipFile,
      zipOf([
        { name: 'App/program', text: 'run me', mode: 0o100755 },
        { name: 'App/lib/data', text: 'data '.repeat(1000), mode: 0o100644 },
        { name: 'App/link', text: 'lib/data', mode: 0o120777 },
        { name: 'App/unwanted/secret', text: 'no', mode: 0o100644 },
      ]),
    );
    const target = join(folder, 'target');
    await unzip(zipFile, target, (name) =>
      name.includes('unwanted') ? undefined : name.replace('App/', '').replace('program', 'electron'),
    );
    expect((await lstat(join(target, 'electron'))).mode & 0o777).toBe(0o755);
    expect(await readFile(join(target, 'lib', 'data'), 'utf8')).toBe('data '.repeat(1000));
    expect(await readlink(join(target, 'link'))).toBe('lib/data');
    await expect(lstat(join(target, 'unwanted'))).rejects.toThrow(/ENOENT/);
  });

  it('refuses names that lead out of the folder', async () => {
    const zipFile = join(folder, 'b.zip');
    await writeFile(zipFile, zipOf([{ name: '../outside', text: 'x', mode: 0o100644 }]));
    await expect(unzip(zipFile, join(folder, 'target'), (name) => name)).rejects.toThrow(
      /invalid relative path/,
    );
  });

  it('rejects a damaged zip', async () => {
    const zipFile = join(folder, 'c.zip');
    const bytes = zipOf([{ name: 'a', text: 'some text', mode: 0o100644 }]);
    await writeFile(zipFile, bytes.subarray(0, -10));
    await expect(unzip(zipFile, join(folder, 'target'), (name) => name)).rejects.toThrow();
  });
});
