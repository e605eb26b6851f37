/**
 * @file What a photo or a cell looks like to the mosaic: a small RGB picture of its centre square. Pure.
 * Layout: row by row from the top left, 8-bit sRGB, three bytes a pixel.
 */

/** Pixels along each side of a descriptor. */
export const DESCRIPTOR_SIDE = 16;

/** Bytes of one descriptor. */
export const DESCRIPTOR_BYTES = DESCRIPTOR_SIDE * DESCRIPTOR_SIDE * 3;
