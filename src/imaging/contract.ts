/**
 * @file What can be asked of an imaging process, as types. Imported by studio (which asks) and by imaging's handlers
 * (which answer). Types and constants only. Requests carry paths; pixels stay in files, except descriptors.
 */
import type { PictureFacts } from '../shared/picture-facts.ts';

/** Longest side of a stored thumbnail in pixels. */
export const THUMBNAIL_SIDE_PX = 256;

export interface PhotoFacts extends PictureFacts {
  /** Things that were odd but did no harm, as plain sentences with a code (e.g. METADATA_DAMAGED, PICTURE_DAMAGED when a truncated file still gave a picture). */
  warnings: { code: string; message: string }[];
}

export interface SheetTile {
  file: string;
  /** Fraction of the auto-oriented photo that is shown, or null for its centre crop at the cell's aspect. */
  crop: { left: number; top: number; width: number; height: number } | null;
  mirrored: boolean;
  /** Colours are moved so far (0..1) from the tile's mean towards this one (8-bit sRGB); see tint.ts. */
  tint?: { colour: [number, number, number]; strength: number } | undefined;
  /** Pixel rectangle on the canvas. */
  leftPx: number;
  topPx: number;
  widthPx: number;
  heightPx: number;
  /** How far it is continued around that rectangle: reflected, or first by more of its photo where there is some. */
  bleed?: { leftPx: number; topPx: number; rightPx: number; bottomPx: number; style: 'mirror' | 'extend' };
}

/** The colour profile a poster is in. */
export type OutputProfile =
  | { kind: 'srgb' | 'display-p3' | 'adobe-rgb' }
  | { kind: 'cmyk'; file: string; intent: 'perceptual' | 'relative' | 'saturation' };

/** Rows of a canvas (or a part of them) and what lies there. */
export interface SheetBand {
  /** Of the canvas. */
  widthPx: number;
  topPx: number;
  heightPx: number;
  /** Only these columns of the rows; without it all. */
  columns?: { leftPx: number; widthPx: number };
  /** 8-bit sRGB, as all colours here. */
  background: [number, number, number];
  /** Painted before the tiles, in this order. */
  fills?: {
    leftPx: number;
    topPx: number;
    widthPx: number;
    heightPx: number;
    colour: [number, number, number];
  }[];
  tiles: SheetTile[];
  /** Without it sRGB. */
  profile?: OutputProfile;
}

/** A tile whose photo could not be read. */
export interface MissingTile {
  /** Its place in the request's tiles. */
  tile: number;
  file: string;
  code: string;
  message: string;
}

/** What was painted for one tile; hashes are SHA-256 in hex. Empty for a tile whose photo is missing. */
export interface PaintedTile {
  /** Of the photo's file. */
  photoSha256: string;
  /** Of the tile's pixels as they are in a lossless poster, row by row. */
  pixelsSha256: string;
}

/** A page of paper around the picture, in millimetres from its top left corner. */
export interface PdfPage {
  widthMm: number;
  heightMm: number;
  trimMm: { leftMm: number; topMm: number; widthMm: number; heightMm: number };
  bleedMm: { leftMm: number; topMm: number; widthMm: number; heightMm: number };
  title: string;
  /** JPEG at the order's quality, or every pixel as it is. */
  picture: 'jpeg' | 'lossless';
}

/** How a tile of a poster differs from its photo. Numbers are 8-bit steps. */
export interface TileComparison {
  /** Pixels that are not the same. */
  differing: number;
  maxDifference: number;
  rms: number;
  /** Mean of the poster minus mean of the photo. */
  meanShift: number;
  /** Standard deviation of the photo's pixels: how much picture there is. */
  deviation: number;
  /** Slope of the poster's pixels over the photo's; 1 where nothing was blended in. */
  contrast: number;
  /** Share of the target that best explains the differences; 0 where nothing was blended in. */
  overlay: number;
  /** Root mean square of target minus photo: how much an overlay could show. */
  overlayRoom: number;
  photoSha256: string;
  pixelsSha256: string;
}

export interface BandComparison {
  /** In the order of the request's tiles. */
  tiles: TileComparison[];
  missing: MissingTile[];
  /** The same for what lies between and around the tiles. */
  outsideDiffering: number;
  outsideMax: number;
}

export interface EncodeOrder {
  canvasFile: string;
  outputFile: string;
  format: 'png' | 'jpeg' | 'tiff' | 'pdf';
  /** 1 to 100, for JPEG. */
  quality: number;
  dpi: number;
  /** For TIFF; without it Deflate. */
  compression?: 'deflate' | 'lzw' | 'none';
  /** For PDF. */
  page?: PdfPage;
}

export interface ImagingContract {
  'imaging.hello': [null, { sharp: string; libvips: string }, never];
  /** Reads a photo, writes its thumbnail (JPEG) under a temporary name and renames it. Throws SmaltiError for a bad file. */
  'photo.describe': [{ file: string; thumbnailFile: string }, PhotoFacts, never];
  /** Size and format only. */
  'photo.measure': [{ file: string }, { format: string; widthPx: number; heightPx: number }, never];
  /** Any readable picture as a JPEG whose longest side is at most the given one (never enlarged), upright, sRGB. */
  'picture.preview': [
    { file: string; previewFile: string; longestSidePx: number },
    { widthPx: number; heightPx: number },
    never,
  ];
  /** The upright pixels of a picture, three bytes each, longest side at most the given one (never enlarged), sRGB. */
  'picture.pixels': [
    { file: string; longestSidePx: number },
    { data: Uint8Array; widthPx: number; heightPx: number },
    never,
  ];
  /** Writes grey values, one byte a pixel, as a PNG under a temporary name and renames it. */
  'picture.writeGrey': [{ file: string; data: Uint8Array; widthPx: number; heightPx: number }, null, never];
  /** Crops the picture's centre to columns:rows and averages it down to one descriptor a cell, row by row. */
  'target.sample': [{ file: string; columns: number; rows: number }, { cells: Uint8Array }, never];
  /**
   * Packs square parts of thumbnails into one JPEG, `perRow` a row, in the order given: their centres, or what `crops` says
   * for each (core/crops.ts). A missing thumbnail leaves grey.
   */
  'atlas.build': [
    { thumbnailFiles: string[]; crops?: Uint8Array; atlasFile: string; tilePx: number; perRow: number },
    { widthPx: number; heightPx: number },
    never,
  ];
  /**
   * Makes the uncompressed canvas file (BigTIFF, 8-bit RGB or CMYK, one strip a row) after a look whether the disk has
   * room for it. Its pixels are not written yet: rows that no band paints stay zero.
   */
  'sheet.create': [
    { canvasFile: string; widthPx: number; heightPx: number; dpi: number; profile?: OutputProfile },
    null,
    never,
  ];
  /** Composes one band in memory and writes it into the canvas file. */
  'sheet.paintBand': [
    SheetBand & { canvasFile: string },
    {
      /** Tiles whose file could not be read; they stay background and the caller decides. */
      missing: MissingTile[];
      /** In the order of the request's tiles. */
      tiles: PaintedTile[];
      /** CRC-32 of the band's bytes, to find out later whether they reached the disk. */
      crc32: number;
    },
    never,
  ];
  /** CRC-32 of what the canvas holds in each of the given bands, to go on where an earlier run ended. */
  'sheet.readBands': [
    {
      canvasFile: string;
      widthPx: number;
      channels: 3 | 4;
      bands: { topPx: number; heightPx: number; columns?: { leftPx: number; widthPx: number } }[];
    },
    { crc32: number[] },
    never,
  ];
  /** Streams the canvas into the final format under the given (temporary) name. Memory does not grow with the picture. */
  'sheet.encode': [EncodeOrder, { bytes: number }, { fraction: number }];
  /**
   * Writes the canvas (sRGB, small) as a JPEG, and as a second one with its colours taken into the profile and back.
   * `outOfGamutShare`: share of the pixels whose colour the profile cannot print.
   */
  'sheet.softProof': [
    { canvasFile: string; profile: OutputProfile; plainFile: string; printedFile: string },
    { widthPx: number; heightPx: number; outOfGamutShare: number },
    never,
  ];
  /** Cuts the canvas into a folder of small JPEGs for zooming, in the Deep Zoom layout, without their descriptor file. */
  'sheet.cutTiles': [
    { canvasFile: string; folder: string },
    { tilePx: number; overlapPx: number; format: string },
    never,
  ];
  /** Writes the pixels of a poster, as they are, into a file; the first lies at `firstByte`. */
  'poster.unpack': [
    { posterFile: string; pixelsFile: string },
    { widthPx: number; heightPx: number; channels: 3 | 4; firstByte: number; dpi: number | null },
    never,
  ];
  /** Compares a band of an unpacked poster with what the photos give. `overlay`: the target's cells, 768 bytes a tile. */
  'poster.compareBand': [
    SheetBand & { pixelsFile: string; firstByte: number; overlay?: Uint8Array },
    BandComparison,
    never,
  ];
  /** Writes an animation in which the poster's tiles appear; `tiles`: left, top, width and height of each on the poster. */
  'poster.reveal': [
    {
      posterFile: string;
      outputFile: string;
      format: 'webp' | 'gif';
      longestSidePx: number;
      widthPx: number;
      heightPx: number;
      tiles: Int32Array;
    },
    { bytes: number },
    never,
  ];
  /** SHA-256 of each tile's pixels in an unpacked poster. */
  'poster.hashBand': [
    SheetBand & { pixelsFile: string; firstByte: number },
    { pixelsSha256: string[] },
    never,
  ];
  /** A photo's descriptors, as photo.describe gives them. */
  'photo.descriptor': [{ file: string }, Pick<PhotoFacts, 'descriptor' | 'ends'>, never];
}
