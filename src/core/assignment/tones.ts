/**
 * @file A placement by brightness alone: the darkest cell gets the darkest photo, and so on. It costs a sort and already
 * looks like the target, so it is what can be shown before a single pair has been compared. Pure.
 */

/**
 * Photos spread over the cells by rank of luminance. With at least as many photos as cells each is used at most once.
 * @param cellColours,photoColours RGB, three bytes each
 * @returns photo of each cell
 */
export function placeByTone(cellColours: Uint8Array, photoColours: Uint8Array): Int32Array {
  const cells = byLuminance(cellColours);
  const photos = byLuminance(photoColours);
  const photoOfCell = new Int32Array(cells.length);
  const step = (photos.length - 1) / Math.max(1, cells.length - 1);
  cells.forEach((cell, rank) => (photoOfCell[cell] = photos[Math.round(rank * step)]!));
  return photoOfCell;
}

/** Places of the colours from the darkest to the brightest; equal ones in their order. Weights of ITU-R BT.709. */
function byLuminance(colours: Uint8Array): Int32Array {
  const luminances = Float64Array.from(
    { length: colours.length / 3 },
    (_, at) => 0.2126 * colours[at * 3]! + 0.7152 * colours[at * 3 + 1]! + 0.0722 * colours[at * 3 + 2]!,
  );
  return Int32Array.from(luminances.keys()).sort((a, b) => luminances[a]! - luminances[b]! || a - b);
}
