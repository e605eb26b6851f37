/** @file Changing questions by one filter, bins of histograms, hues, chips: pure parts of the explorer. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binsOfRange, rangeOfBins } from '../../src/renderer/screens/library/explorer/bin-range.ts';
import {
  chipText,
  filterChips,
  filterTitle,
  queryTitle,
} from '../../src/renderer/screens/library/explorer/facet-words.ts';
import { holdsHue, hueAt, pointAt, turn } from '../../src/renderer/screens/library/explorer/hue-geometry.ts';
import {
  hasFilters,
  NEW_COLOUR,
  valueState,
  withColour,
  withColourAt,
  withFacet,
  withoutFilter,
  withoutFilters,
  withPicked,
  withRange,
  withText,
  withValue,
} from '../../src/renderer/stores/query-edits.ts';
import type { ColourFilter, PhotoQuery } from '../../src/shared/query.ts';

const colour = (red: number): ColourFilter => ({ ...NEW_COLOUR, rgb: [red, 0, 0] });

describe('changing a question', () => {
  it('includes, excludes and sets free, one state at a time', () => {
    const included = withValue({}, 'hashtag', 'sea', 'include');
    expect(valueState(included, 'hashtag', 'sea')).toBe('included');
    const excluded = withValue(included, 'hashtag', 'sea', 'exclude');
    expect(excluded).toEqual({ facets: { hashtag: { exclude: ['sea'] } } });
    expect(withValue(excluded, 'hashtag', 'sea', 'exclude')).toEqual({});
  });

  it('asks for several values at once, and takes each back', () => {
    const sea = withValue({}, 'hashtag', 'sea', 'include');
    const both = withValue(sea, 'hashtag', 'snow', 'all');
    expect(both).toEqual({ facets: { hashtag: { include: ['sea'], all: ['snow'] } } });
    expect(valueState(both, 'hashtag', 'snow')).toBe('required');
    expect(withValue(both, 'hashtag', 'snow', 'exclude').facets?.hashtag).toEqual({
      include: ['sea'],
      exclude: ['snow'],
    });
    expect(withValue(both, 'hashtag', 'snow', 'all')).toEqual(sea);
    expect(withoutFilter(withPicked(sea, [1, 2]), { kind: 'picked' })).toEqual(sea);
  });

  it('leaves the question that was there alone, and every change can be taken back', () => {
    const text = fc.string({ minLength: 1 }).filter((value) => value.trim() !== '');
    fc.assert(
      fc.property(text, fc.constantFrom('hashtag', 'year', 'author'), text, (words, facet, value) => {
        const before = Object.freeze<PhotoQuery>({ text: words, sort: { key: 'hue' } });
        const after = withRange(withValue(before, facet, value, 'include'), 'lightness', { from: 0, to: 1 });
        const back = withoutFilter(withoutFilter(after, { kind: 'facet', facet }), {
          kind: 'range',
          range: 'lightness',
        });
        expect(back).toEqual(before);
      }),
    );
  });

  it('keeps at most three colours; the newest stays', () => {
    let query: PhotoQuery = {};
    for (const red of [10, 20, 30, 40]) query = withColour(query, colour(red));
    expect(query.colours?.map(({ rgb }) => rgb[0])).toEqual([10, 20, 40]);
    expect(withColourAt(query, 1, null).colours?.map(({ rgb }) => rgb[0])).toEqual([10, 40]);
    expect(withColourAt(withColour({}, colour(1)), 0, null)).toEqual({});
  });

  it('knows whether anything is filtered', () => {
    expect(hasFilters({ sort: { key: 'hue' } })).toBe(false);
    expect(hasFilters(withText({}, '  '))).toBe(false);
    expect(hasFilters(withText({}, 'sea'))).toBe(true);
    expect(hasFilters(withFacet({}, 'year', []))).toBe(false);
    expect(withoutFilters({ text: 'sea', sort: { key: 'hue' } })).toEqual({ sort: { key: 'hue' } });
  });
});

describe('bins', () => {
  // Wider than any histogram below: its bins lie inside what can be asked for.
  const limits = { from: -10_000, to: 10_000 };

  it('come back from the range that was made of them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        fc.integer({ min: -5, max: 5 }),
        fc.nat(59),
        fc.nat(59),
        (count, step, start, one, other) => {
          const histogram = { start, step, counts: Array<number>(count).fill(0) };
          const first = Math.min(one, other) % count;
          const span = { first, last: Math.max(first, Math.max(one, other) % count) };
          expect(binsOfRange(histogram, rangeOfBins(histogram, span, limits))).toEqual(span);
        },
      ),
    );
  });

  it('at the ends hold all that lies beyond', () => {
    const histogram = { start: 0, step: 0.1, counts: Array<number>(10).fill(0) };
    expect(rangeOfBins(histogram, { first: 0, last: 9 }, limits)).toEqual(limits);
  });
});

describe('hues', () => {
  it('are found again under their own point', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 359.9, noNaN: true }), (hue) => {
        const { x, y } = pointAt(hue, 50);
        expect(Math.abs(turn(hueAt(x, y), hue))).toBeLessThan(1e-6);
      }),
    );
  });

  it('ranges may pass through red', () => {
    expect(holdsHue({ from: 340, to: 20 }, 5)).toBe(true);
    expect(holdsHue({ from: 340, to: 20 }, 180)).toBe(false);
    expect(holdsHue({ from: 20, to: 340 }, 180)).toBe(true);
    expect(turn(350, 10)).toBeCloseTo(20);
    expect(turn(10, 350)).toBeCloseTo(-20);
  });
});

describe('a question in words', () => {
  const query: PhotoQuery = {
    text: 'early light',
    photoIds: [4, 7],
    facets: { hashtag: { include: ['sea'], all: ['snow'], exclude: ['gulls'] }, weekday: { include: ['7'] } },
    ranges: {
      hueDegrees: { from: 340, to: 20 },
      shownAtMs: { from: Date.UTC(2019, 2, 3), to: Date.UTC(2019, 2, 4) - 1 },
    },
    colours: [colour(255)],
  };

  it('has one chip for each thing that can be taken away', () => {
    expect(filterChips(query).map((chip) => [chip.title, chipText(chip)])).toEqual([
      ['Only', '2 picked photos'],
      ['Words', '“early light”'],
      ['Has', '#ff0000'],
      ['Hue', '340° – 20°'],
      ['Date', '3 Mar 2019'],
      ['Hashtag', '#sea'],
      ['Hashtag', 'also #snow'],
      ['Hashtag', 'not #gulls'],
      ['Weekday', 'Sunday'],
    ]);
  });

  it('names one filter and all of them', () => {
    expect(filterTitle(query, { kind: 'facet', facet: 'hashtag' })).toBe(
      'Hashtag #sea, also #snow, not #gulls',
    );
    expect(queryTitle({ facets: { year: { include: ['2019'] }, shape: { include: ['square'] } } })).toBe(
      '2019, Square',
    );
  });
});
