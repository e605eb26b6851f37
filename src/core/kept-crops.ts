/** @file Which crops of a photo leave its faces whole, and photos as they look where only those may be shown. Pure. */
import { CROP_COUNT, type CropRectangle, cropRectangle, hasEnds } from './crops.ts';
import { DESCRIPTOR_BYTES } from './descriptor.ts';

/** A photo and the faces in it, as fractions of its width and height. */
export interface PhotoWithFaces {
  widthPx: number;
  heightPx: number;
  faces: readonly CropRectangle[];
}

/** The crops that may be shown, and whether even the best of them cuts a face. */
export interface KeptCrops {
  /** Bit 1 << crop for each of them; never 0. */
  bits: number;
  cutsFace: boolean;
}

/** Faces are found to a pixel of the thumbnail: so much of one may lie outside before it counts as cut. */
const WHOLE_SHARE = 0.98;

/**
 * The crops that keep all faces whole; if none does, the one that cuts least of their area.
 * @param mayChoose true: whichever fits best may be shown; false: the centre, and another crop only if the centre cuts more
 */
export function keptCrops(photo: PhotoWithFaces, tileAspect: number, mayChoose: boolean): KeptCrops {
  const photoAspect = photo.widthPx / photo.heightPx;
  const count = hasEnds(photo.widthPx, photo.heightPx) ? CROP_COUNT : 1;
  const cut = Array.from({ length: count }, (_, crop) =>
    cutArea(photo.faces, cropRectangle(crop, photoAspect, tileAspect)),
  );
  const least = cut.indexOf(Math.min(...cut));
  if (cut[least]! > 0) return { bits: 1 << least, cutsFace: true };
  if (!mayChoose) return { bits: 1 << least, cutsFace: false };
  return { bits: cut.reduce((bits, area, crop) => bits + (area === 0 ? 1 << crop : 0), 0), cutsFace: false };
}

/** The area of faces that lies outside, as a share of the photo; faces that are as good as whole have none. */
function cutArea(faces: readonly CropRectangle[], crop: CropRectangle): number {
  return faces.reduce((sum, face) => {
    const area = face.width * face.height;
    const inside = Math.max(0, shared(face.left, face.width, crop.left, crop.width));
    const shown = inside * Math.max(0, shared(face.top, face.height, crop.top, crop.height));
    return shown >= area * WHOLE_SHARE ? sum : sum + area - shown;
  }, 0);
}

function shared(start: number, length: number, otherStart: number, otherLength: number): number {
  return Math.min(start + length, otherStart + otherLength) - Math.max(start, otherStart);
}

/** Photos as they are compared with cells. */
export interface TileLooks {
  /** Descriptors of all photos, one array for each variant; the cheapest variant of a pair counts. */
  variants: readonly Uint8Array[];
  /** Which crop the variant of a photo is. */
  cropOf(photo: number, variant: number): number;
}

/**
 * @param crops descriptors of all photos, one array for each crop (core/crops.ts)
 * @param mayChoose false: there is one variant of each photo
 * @param bits crops that may be shown (KeptCrops), one byte a photo; null: all, and without a choice the centre
 */
export function tileLooks(
  crops: readonly Uint8Array[],
  mayChoose: boolean,
  bits: Uint8Array | null,
): TileLooks {
  const variantCount = mayChoose ? CROP_COUNT : 1;
  if (bits === null) {
    return { variants: crops.slice(0, variantCount), cropOf: (_photo, variant) => variant };
  }
  const cropOf = (photo: number, variant: number): number => {
    const kept = cropsOf(bits[photo]!);
    // A photo with fewer crops than variants repeats its first one, which the solvers then never prefer to itself.
    return kept[variant] ?? kept[0]!;
  };
  const variants = Array.from({ length: variantCount }, (_, variant) => {
    const looks = crops[variant]!.slice();
    for (let photo = 0; photo < bits.length; photo += 1) {
      const crop = cropOf(photo, variant);
      if (crop === variant) continue;
      const at = photo * DESCRIPTOR_BYTES;
      looks.set(crops[crop]!.subarray(at, at + DESCRIPTOR_BYTES), at);
    }
    return looks;
  });
  return { variants, cropOf };
}

const CROPS_OF_BITS = Array.from({ length: 1 << CROP_COUNT }, (_, bits) =>
  Array.from({ length: CROP_COUNT }, (__, crop) => crop).filter((crop) => (bits & (1 << crop)) !== 0),
);

function cropsOf(bits: number): readonly number[] {
  return CROPS_OF_BITS[bits]!;
}
