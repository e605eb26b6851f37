/**
 * @file What the explorer asks and gets: the schema that a query from outside must pass, and the answers as they travel
 * to the window. Runs everywhere; imports only zod and shared types.
 */
import { z } from 'zod';
import {
  FACETS,
  LARGEST_COLOUR_COUNT,
  LARGEST_PICK,
  type PhotoQuery,
  type QueryAnswer,
  RANGES,
  SORT_KEYS,
} from './query.ts';

const words = z.array(z.string().max(300)).max(2000);
const channel = z.int().min(0).max(255);

/** A question to a library. A range from `from` to `to` holds both ends. */
export const photoQuerySchema = z.strictObject({
  photoIds: z.array(z.int().positive()).max(LARGEST_PICK).exactOptional(),
  text: z.string().max(500).exactOptional(),
  facets: z
    .partialRecord(
      z.enum(FACETS),
      z.strictObject({
        include: words.exactOptional(),
        all: words.exactOptional(),
        exclude: words.exactOptional(),
      }),
    )
    .exactOptional(),
  ranges: z
    .partialRecord(z.enum(RANGES), z.strictObject({ from: z.number(), to: z.number() }))
    .exactOptional(),
  colours: z
    .array(
      z.strictObject({
        rgb: z.tuple([channel, channel, channel]),
        tolerance: z.number().min(0).max(2),
        minShare: z.number().min(0).max(1),
        of: z.enum(['dominant', 'accent', 'palette']),
      }),
    )
    .max(LARGEST_COLOUR_COUNT)
    .exactOptional(),
  sort: z
    .strictObject({
      key: z.enum(SORT_KEYS),
      descending: z.boolean().exactOptional(),
      similarToPhotoId: z.int().positive().exactOptional(),
    })
    .exactOptional(),
  timeZone: z.string().max(100).exactOptional(),
}) satisfies z.ZodType<PhotoQuery>;

/** Bits of `PhotoFlags`. */
export const PHOTO_FLAG = { favourite: 1, excluded: 2, video: 4 } as const;

/** An answer to the window: as QueryAnswer, with lists of values cut to what is shown, ids as an array of numbers. */
export interface ExplorerAnswer extends Omit<QueryAnswer, 'photoIds'> {
  photoIds: Int32Array;
  /** For each photo, in the same order, the bits of PHOTO_FLAG. */
  flags: Uint8Array;
  /** Time that the question took in the catalogue. */
  elapsedMs: number;
}

/** A question under a name, kept in the library. */
export interface PhotoSet {
  setId: number;
  name: string;
  query: PhotoQuery;
  /** How many photos it finds now. */
  photoCount: number;
}

export const TABLE_FORMATS = ['csv', 'json', 'parquet'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];
