/** @file Pinned packages from a registry: real npm against a small registry on this machine, honest or not. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchPackage } from '../../scripts/npm-artifact.mjs';

let folder: string;
let server: Server;
let env: NodeJS.ProcessEnv;
let integrity: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smalti-registry-'));
  await mkdir(join(folder, 'package'));
  await mkdir(join(folder, 'target'));
  const description = JSON.stringify({ name: 'smalti-thing', version: '1.0.0' });
  await writeFile(join(folder, 'package', 'package.json'), description);
  await writeFile(join(folder, 'package', 'content'), 'the real thing');
  execFileSync('tar', ['-czf', 'thing.tgz', 'package'], { cwd: folder });
  const archive = await readFile(join(folder, 'thing.tgz'));
  integrity = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
  server = createServer((request, response) => {
    if (request.url?.endsWith('.tgz') === true) return response.end(archive);
    if (request.url !== '/smalti-thing') return response.writeHead(404).end('{}');
    const tarball = `${env['npm_config_registry']}thing.tgz`;
    const dist = { tarball, integrity, shasum: createHash('sha1').update(archive).digest('hex') };
    const versions = { '1.0.0': { name: 'smalti-thing', version: '1.0.0', dist } };
    return response.end(JSON.stringify({ name: 'smalti-thing', 'dist-tags': { latest: '1.0.0' }, versions }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  env = {
    ...process.env,
    npm_config_registry: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    npm_config_cache: join(folder, 'npm-cache'),
    npm_config_userconfig: join(folder, 'none'),
  };
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

describe('fetchPackage', () => {
  it('unpacks the pinned bytes', async () => {
    await fetchPackage({ name: 'smalti-thing', version: '1.0.0', integrity }, join(folder, 'target'), {
      env,
    });
    expect(await readFile(join(folder, 'target', 'package', 'content'), 'utf8')).toBe('the real thing');
  });

  it('refuses other bytes, even if the registry vouches for them', async () => {
    const pinned = { name: 'smalti-thing', version: '1.0.0', integrity: 'sha512-of-what-was-pinned' };
    await expect(fetchPackage(pinned, join(folder, 'target'), { env })).rejects.toThrow(
      /not the package that was pinned/,
    );
  });

  it('says when the registry does not have the package', async () => {
    const pinned = { name: 'smalti-other', version: '1.0.0', integrity };
    await expect(fetchPackage(pinned, join(folder, 'target'), { env })).rejects.toThrow(
      /did not answer.*E404/,
    );
  });

  it('gives up on a registry that never answers', async () => {
    server.removeAllListeners('request');
    const pinned = { name: 'smalti-thing', version: '1.0.0', integrity };
    const attempt = fetchPackage(pinned, join(folder, 'target'), { env, probeTimeoutMs: 300 });
    await expect(attempt).rejects.toThrow(/did not answer for smalti-thing@1\.0\.0/);
  });
});
