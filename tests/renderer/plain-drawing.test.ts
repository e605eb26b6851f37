import { describe, expect, it } from 'vitest';
import { AtlasPages, type PixelPicture } from '../../src/renderer/screens/studio/canvas/atlas-pages.ts';
import { LayerFades } from '../../src/renderer/screens/studio/canvas/layer-fades.ts';
import { TileTravel } from '../../src/renderer/screens/studio/canvas/tile-travel.ts';

const atlas = {
  pageCount: 0,
  tilePx: 64,
  tilesPerRow: 16,
  tilesPerPage: 256,
  photoIds: new Int32Array(0),
  crops: new Uint8Array(0),
};

describe('tiles come', () => {
  const made: PixelPicture[] = [];
  const maker = {
    load: (url: string) => (url.endsWith('/1') ? Promise.reject(new Error(url)) : Promise.resolve(url)),
    make: (pixels: PixelPicture) => {
      made.push(pixels);
      return 'small';
    },
    destroy: () => {},
  };

  it('small at first, each photo with its own pixels', () => {
    // 70 photos of 2 x 2 pixels: the second row of tiles begins with the 65th.
    const photoIds = Int32Array.from({ length: 70 }, (_, at) => 1000 + at);
    const rgb = Uint8Array.from({ length: 70 * 12 }, (_, at) => Math.floor(at / 12));
    const smallTiles = { tilePx: 2, photoIds, rgb };
    const { pages } = AtlasPages.begin({ mosaicId: 'm', atlas, smallTiles }, maker);
    const slot = pages.smallSlotOf(1066)!;
    const { widthPx, heightPx, bytes } = made.at(-1)!;
    expect([widthPx, heightPx]).toEqual([128, 4]);
    const { tilesPerRow, tilePx } = pages.small!.tiling;
    const leftPx = (slot % tilesPerRow) * tilePx;
    const topPx = Math.floor(slot / tilesPerRow) * tilePx;
    for (const [x, y] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      expect(bytes[((topPx + y) * widthPx + leftPx + x) * 3]).toBe(66);
    }
    expect(pages.smallSlotOf(5)).toBeNull();
    expect(pages.slotOf(1066, 0)).toBeNull();
  });

  it('from the atlas as it grows; a page that is missing is told', async () => {
    const { pages, loaded } = AtlasPages.begin({ mosaicId: 'm', atlas, smallTiles: null }, maker);
    await loaded;
    expect(pages.small).toBeNull();
    await pages.grow({ ...atlas, pageCount: 1, photoIds: Int32Array.of(7, 7), crops: Uint8Array.of(0, 2) });
    expect([pages.slotOf(7, 2), pages.slotOf(7, 1), pages.slotOf(8, 0)]).toEqual([1, 0, null]);
    expect(pages.isComplete).toBe(true);
    await pages.grow({ ...atlas, pageCount: 2 });
    expect(pages.isComplete).toBe(false);
  });
});

describe('pictures', () => {
  it('fade one over the other, and what is hidden is not drawn', () => {
    const fades = new LayerFades();
    fades.show('optimal');
    expect(fades.fade(90)).toBe(true);
    expect(fades.alphas.optimal).toBeCloseTo(0.5);
    expect(fades.visible.target).toBe(true);
    expect(fades.fade(90)).toBe(false);
    expect(fades.visible).toMatchObject({ optimal: true, target: false });
    // Going back uncovers a whole target.
    fades.show('target');
    fades.fade(90);
    expect(fades.alphas).toMatchObject({ optimal: 0.5, target: 1 });
    expect(fades.visible).toMatchObject({ optimal: true, target: true });
  });

  it('stand beside each other with a divider, and alone again without', () => {
    const fades = new LayerFades();
    fades.show('optimal');
    fades.compare('greedy');
    expect(fades.divided).toEqual({ left: 'greedy', right: 'optimal' });
    expect(fades.visible).toEqual({ target: false, greedy: true, plain: false, optimal: true });
    fades.compare(null);
    fades.fade(1000);
    expect(fades.divided).toBeNull();
    expect(fades.visible).toMatchObject({ optimal: true, greedy: false });
  });
});

it('changed tiles travel from where they are and arrive', () => {
  const travel = new TileTravel(2);
  travel.start(null, Int32Array.of(1, 2, 3, 4), true, 0);
  expect(travel.moves).toEqual([]);
  travel.start(Int32Array.of(1, 2, 3, 4), Int32Array.of(2, 1, 3, 4), true, 100);
  expect(travel.cells).toEqual(new Set([0, 1]));
  expect(travel.placeAt(travel.moves[0]!, 100)).toMatchObject({ left: 1, top: 0 });
  // Turned round on the way: they start where they are now.
  const halfway = travel.placeAt(travel.moves[0]!, 330);
  travel.start(Int32Array.of(2, 1, 3, 4), Int32Array.of(1, 2, 3, 4), true, 330);
  const back = travel.moves.find(({ photoId }) => photoId === 2)!;
  expect(travel.placeAt(back, 330).left).toBeCloseTo(halfway.left);
  expect(travel.arrive(500)).toBe(false);
  expect(travel.arrive(800)).toBe(true);
  expect(travel.cells.size).toBe(0);
  travel.start(Int32Array.of(1, 2, 3, 4), Int32Array.of(4, 2, 3, 1), false, 900);
  expect(travel.moves).toEqual([]);
});
