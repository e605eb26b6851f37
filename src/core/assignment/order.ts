/** @file Orders of cells and photos in which every prefix is a fair sample of the whole. Pure. */

/**
 * A permutation of 0 .. count - 1 in bit-reversed order, so that any first part of it is spread evenly over the range
 * (the van der Corput sequence): for cells row by row that means over the picture, for photos sorted by time over time.
 * @param sorted the items in an order in which neighbours are alike; 0 .. count - 1 if left out
 */
export function spreadOrder(count: number, sorted?: Int32Array): Int32Array {
  let bits = 0;
  while (2 ** bits < count) bits++;
  const order = new Int32Array(count);
  let filled = 0;
  for (let k = 0; k < 2 ** bits; k++) {
    let reversed = 0;
    for (let bit = 0; bit < bits; bit++) reversed = reversed * 2 + ((k >> bit) & 1);
    if (reversed < count) order[filled++] = sorted === undefined ? reversed : sorted[reversed]!;
  }
  return order;
}
