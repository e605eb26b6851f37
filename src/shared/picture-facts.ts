/** @file What a picture file says and shows. Types only. */

export interface PaletteColour {
  /** 8-bit sRGB. */
  rgb: readonly [number, number, number];
  /** Share of the photo's pixels, 0..1; shares of one palette add up to 1. */
  share: number;
}

/** What the camera or a tool wrote into the file. Absent = not there. */
export interface EmbeddedFacts {
  /** Local wall-clock time 'YYYY-MM-DDTHH:MM:SS' as written. */
  capturedLocal?: string;
  /** '+02:00' if the file says so. */
  utcOffset?: string;
  cameraMake?: string;
  cameraModel?: string;
  lens?: string;
  latitude?: number;
  longitude?: number;
  caption?: string;
  keywords?: string[];
  colourProfile?: string;
}

/** What a picture shows, as imaging measures it and the library keeps it. */
export interface PictureFacts {
  /** 'jpeg', 'png', 'webp', 'heic', 'avif', 'gif', 'tiff', 'bmp' ... by content, never by name. */
  format: string;
  /** As shown, that is after the orientation was applied. */
  widthPx: number;
  heightPx: number;
  /** EXIF orientation as found, 1 to 8. */
  orientation: number;
  /** 768 bytes, see core/descriptor.ts: the centre square, auto-oriented, alpha over white, sRGB. */
  descriptor: Uint8Array;
  /** The same of the start and the end of its long side (core/crops.ts): twice 768 bytes, or none if it has no ends. */
  ends: Uint8Array;
  /** Largest share first. */
  palette: PaletteColour[];
  /** The most saturated colour with a share worth naming, apart from the dominant one; null for greys. */
  accent: readonly [number, number, number] | null;
  /** 64-bit perceptual hash as 16 hex digits. */
  perceptualHash: string;
  embedded: EmbeddedFacts;
}
