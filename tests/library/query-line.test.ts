/** @file Queries typed as one line. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SmaltiError } from '../../src/shared/errors.ts';
import { parseQueryLine } from '../../src/library/search/query-line.ts';

describe('a query in one line', () => {
  it('holds words, facets, colours, days and an order', () => {
    expect(
      parseQueryLine(
        'old town tag:#Lake tag:sun +tag:snow -tag:rain -kind:video by:"Ann Lee" colour:#c83020 palette:teal from:2016-01-01 to:2016-12-31 sort:-hue zone:Asia/Tokyo',
      ),
    ).toEqual({
      text: 'old town',
      facets: {
        hashtag: { include: ['lake', 'sun'], all: ['snow'], exclude: ['rain'] },
        kind: { exclude: ['video'] },
        author: { include: ['Ann Lee'] },
      },
      colours: [
        { rgb: [200, 48, 32], tolerance: 0.1, minShare: 0.1, of: 'dominant' },
        { rgb: [0, 128, 128], tolerance: 0.1, minShare: 0.1, of: 'palette' },
      ],
      ranges: { shownAtMs: { from: Date.UTC(2016, 0, 1), to: Date.UTC(2017, 0, 1) - 1 } },
      sort: { key: 'hue', descending: true },
      timeZone: 'Asia/Tokyo',
    });
    expect(parseQueryLine('')).toEqual({});
    expect(parseQueryLine('"old town" -car http://x.example')).toEqual({
      text: '"old town" -car http://x.example',
    });
  });

  it('counts three and more faces as one', () => {
    expect(parseQueryLine('faces:2 faces:3+ faces:12 -faces:unknown').facets).toEqual({
      faces: { include: ['2', '3', '3'], exclude: ['unknown'] },
    });
  });

  it.each(['nonsense:x', 'colour:reddish', 'from:yesterday', 'sort:size', 'sort:similarity'])(
    'refuses %s',
    (line) => {
      expect(() => parseQueryLine(line)).toThrow(SmaltiError);
    },
  );

  it('takes anything else as words', () => {
    fc.assert(
      fc.property(fc.string(), (line) => {
        try {
          parseQueryLine(line);
        } catch (error) {
          expect(error).toBeInstanceOf(SmaltiError);
        }
      }),
    );
  });
});
