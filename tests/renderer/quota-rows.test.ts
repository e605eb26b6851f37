/** @file Numbers of tiles by author as the Rules tab edits them. */
import { describe, expect, it, vi } from 'vitest';
import type { FacetCount } from '../../src/shared/query.ts';
import type { ProjectView } from '../../src/shared/project.ts';
import { EACH_PHOTO_ONCE, type AuthorQuota } from '../../src/shared/rules.ts';
import { authorsToAdd, quotaRows, withQuota } from '../../src/renderer/screens/studio/quota-rows.ts';

const ana: AuthorQuota = { author: 'Ana', least: 20, most: null };
const ben: AuthorQuota = { author: 'ben', least: 0, most: 7 };
const photos: FacetCount[] = [
  { value: 'ben', count: 50 },
  { value: 'ana', count: 30 },
  { value: 'ANA', count: 4 },
  { value: 'cleo', count: 2 },
];

describe('rows', () => {
  it('hold quotas, then authors without a number, with the photos of all ways to write a name', () => {
    const outcome = {
      reuseLimit: 1,
      groupCount: 0,
      requiredCount: 0,
      spread: null,
      quotas: [{ name: 'Ana', least: 20, most: null, count: 23 }],
    };
    expect(quotaRows([ana, ben], ['cleo', 'ANA', 'dora'], photos, outcome)).toEqual([
      { ...ana, photoCount: 34, tileCount: 23 },
      { ...ben, photoCount: 50, tileCount: null },
      { author: 'cleo', least: 0, most: null, photoCount: 2, tileCount: null },
      { author: 'dora', least: 0, most: null, photoCount: 0, tileCount: null },
    ]);
    expect(quotaRows([ana], [], null, null)[0]).toMatchObject({ photoCount: null, tileCount: null });
  });

  it('offer each author once, and none that has a row', () => {
    expect(authorsToAdd(photos, [])).toEqual([
      { value: 'ben', count: 50 },
      { value: 'ana', count: 34 },
      { value: 'cleo', count: 2 },
    ]);
    const rows = quotaRows([ana], ['cleo'], photos, null);
    expect(authorsToAdd(photos, rows).map(({ value }) => value)).toEqual(['ben']);
  });
});

describe('withQuota', () => {
  it('replaces the numbers of an author however the name is written, or adds them', () => {
    const more = { author: 'ana', least: 25, most: 30 };
    expect(withQuota([ana, ben], more)).toEqual([more, ben]);
    expect(withQuota([ben], ana)).toEqual([ben, ana]);
  });

  it('drops what asks for nothing, and gives the same list if there is nothing to drop', () => {
    expect(withQuota([ana, ben], { author: 'ANA', least: 0, most: null })).toEqual([ben]);
    const quotas = [ben];
    expect(withQuota(quotas, { author: 'cleo', least: 0, most: null })).toBe(quotas);
    // No tile at all is a number too.
    expect(withQuota([], { author: 'cleo', least: 0, most: 0 })).toHaveLength(1);
  });
});

describe('the store', () => {
  it('sends the numbers to the open project beside its other rules, and keeps them for the next mosaic', async () => {
    vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {}, removeItem: () => {} });
    const { useMosaic } = await import('../../src/renderer/stores/mosaic.ts');
    const { useProject } = await import('../../src/renderer/stores/project.ts');
    const edit = vi.fn(() => Promise.resolve());
    const rules = { ...EACH_PHOTO_ONCE, reuseLimit: 3, mustAppear: [7] };
    useProject.setState({ project: { rules } as unknown as ProjectView, edit });
    await useMosaic.getState().setRules({ quotas: [ana] });
    expect(edit).toHaveBeenCalledWith({ kind: 'setRules', rules: { ...rules, quotas: [ana] } });
    expect(useMosaic.getState().rules).toEqual({ ...rules, mustAppear: [], quotas: [ana] });
    vi.unstubAllGlobals();
  });
});
