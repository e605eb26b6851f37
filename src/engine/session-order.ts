/**
 * @file A session numbers its cells and photos in representative order, because the solver starts on prefixes; the asking
 * side has numbers of its own. This is the border between the two. Runs in the engine process.
 * "Inner" numbers are those of the cost matrix, "outer" ones those of the requests and reports.
 */
import { DESCRIPTOR_BYTES } from '../core/descriptor.ts';
import { inverseOrder, representativeOrder } from '../core/representative-order.ts';
import type { InterimPlacement, MosaicEdit, MosaicOpenRequest } from './contract.ts';

export class SessionOrder {
  /** Inner number -> outer number. */
  readonly #outerCell: Int32Array;
  readonly #outerPhoto: Int32Array;
  readonly #innerCell: Int32Array;
  readonly #innerPhoto: Int32Array;

  constructor(request: MosaicOpenRequest) {
    this.#outerCell = representativeOrder(request.cellDescriptors);
    this.#outerPhoto = representativeOrder(request.photoDescriptors);
    this.#innerCell = inverseOrder(this.#outerCell);
    this.#innerPhoto = inverseOrder(this.#outerPhoto);
  }

  innerCell(cell: number): number {
    return this.#innerCell[cell]!;
  }

  outerCell(cell: number): number {
    return this.#outerCell[cell]!;
  }

  outerPhoto(photo: number): number {
    return this.#outerPhoto[photo]!;
  }

  /** The same opening with inner numbers. */
  innerRequest(request: MosaicOpenRequest): MosaicOpenRequest {
    const { pixelWeights } = request;
    return {
      ...request,
      cellDescriptors: reordered(request.cellDescriptors, this.#outerCell),
      photoDescriptors: reordered(request.photoDescriptors, this.#outerPhoto),
      cellWeights: Float32Array.from(this.#outerCell, (cell) => request.cellWeights[cell]!),
      ...(pixelWeights === undefined
        ? {}
        : { pixelWeights: { ...pixelWeights, cells: this.#innerCells(pixelWeights.cells) } }),
    };
  }

  /** The same edit with inner numbers. */
  innerEdit(edit: MosaicEdit): MosaicEdit {
    switch (edit.kind) {
      case 'weights':
      case 'cells':
        return { ...edit, cells: this.#innerCells(edit.cells) };
      case 'pin':
        return { ...edit, cell: this.#innerCell[edit.cell]!, photo: this.#innerPhoto[edit.photo]! };
      case 'unpin':
        return { ...edit, cell: this.#innerCell[edit.cell]! };
      case 'ban':
      case 'unban':
        return {
          ...edit,
          photo: this.#innerPhoto[edit.photo]!,
          cell: edit.cell === null ? null : this.#innerCell[edit.cell]!,
        };
    }
  }

  outerPlacement(photoOfCell: Int32Array): Int32Array {
    return Int32Array.from(this.#innerCell, (cell) => this.#outerPhoto[photoOfCell[cell]!]!);
  }

  outerInterim(interim: InterimPlacement): InterimPlacement {
    return { ...interim, photoOfCell: this.outerPlacement(interim.photoOfCell) };
  }

  /** Numbers about cells, in inner order, in outer order. */
  outerCellValues<Values extends Float64Array | Uint8Array>(values: Values): Values {
    return values.map((_, cell) => values[this.#innerCell[cell]!]!) as Values;
  }

  #innerCells(cells: Int32Array): Int32Array {
    return cells.map((cell) => this.#innerCell[cell]!);
  }
}

function reordered(descriptors: Uint8Array, order: Int32Array): Uint8Array {
  const bytes = new Uint8Array(descriptors.length);
  order.forEach((position, k) => {
    const from = position * DESCRIPTOR_BYTES;
    bytes.set(descriptors.subarray(from, from + DESCRIPTOR_BYTES), k * DESCRIPTOR_BYTES);
  });
  return bytes;
}
