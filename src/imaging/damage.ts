/**
 * @file How much of a damaged picture is really there. Pure; knows no files.
 */
import type { RgbPicture } from './pixels.ts';

/** A picture of which less than this is there is refused. */
const LEAST_SHARE = 0.75;
/** Noise that a decoder leaves in the part it filled. */
const FILL_TOLERANCE = 2;

export interface Damage {
  warning: string;
  /** Why the picture cannot be used, or null if it can. */
  refuse: string | null;
}

/**
 * Judges a picture that was decoded in spite of errors. Decoders fill what is missing below the break with one flat
 * colour, so the flat rows at the bottom are taken as missing.
 * @param stored the picture as stored (not turned), reduced without smoothing
 */
export function damageOf(stored: RgbPicture): Damage {
  const { heightPx } = stored;
  let flatRows = 0;
  while (flatRows < heightPx && isFlatAsLast(stored, heightPx - 1 - flatRows)) flatRows += 1;
  // One flat row may be the picture's own; a whole picture of one colour too.
  const present = flatRows <= 1 ? 1 : 1 - flatRows / heightPx;
  const percent = Math.round(present * 100);
  if (present < LEAST_SHARE) {
    return {
      warning: '',
      refuse: `Only about ${percent} % of this picture is there; the file was cut short.`,
    };
  }
  return {
    warning:
      present === 1
        ? 'The file has errors inside, but the picture could be read.'
        : `The file is damaged; about ${percent} % of the picture could be read.`,
    refuse: null,
  };
}

function isFlatAsLast({ data, widthPx, heightPx }: RgbPicture, row: number): boolean {
  const last = (heightPx - 1) * widthPx * 3;
  const start = row * widthPx * 3;
  for (let column = 0; column < widthPx; column += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      const difference = data[start + column * 3 + channel]! - data[last + channel]!;
      if (Math.abs(difference) > FILL_TOLERANCE) return false;
    }
  }
  return true;
}
