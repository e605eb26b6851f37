/** @file Shapes of the sheet that a mosaic is made for. Pure; runs anywhere. */

export type SheetPresetId = 'target' | 'square' | '4:5' | '3:4' | '2:3' | 'a-series';
export type SheetOrientation = 'portrait' | 'landscape';

export interface SheetChoice {
  preset: SheetPresetId;
  orientation: SheetOrientation;
}

/** Width / height of each preset standing upright; null: the target's own. */
const uprightAspects: Record<SheetPresetId, number | null> = {
  target: null,
  square: 1,
  '4:5': 4 / 5,
  '3:4': 3 / 4,
  '2:3': 2 / 3,
  'a-series': 1 / Math.SQRT2,
};

export const sheetPresets: readonly { id: SheetPresetId; label: string }[] = [
  { id: 'target', label: 'As the target' },
  { id: 'square', label: '1 : 1 square' },
  { id: '4:5', label: '4 : 5' },
  { id: '3:4', label: '3 : 4' },
  { id: '2:3', label: '2 : 3' },
  { id: 'a-series', label: 'A series (A4, A3, A2 …)' },
];

/** True if turning the sheet changes anything. */
export function canTurn(preset: SheetPresetId): boolean {
  return preset !== 'target' && preset !== 'square';
}

/** Width / height of the chosen sheet. */
export function sheetAspect(choice: SheetChoice, target: { widthPx: number; heightPx: number }): number {
  const upright = uprightAspects[choice.preset];
  if (upright === null) return target.widthPx / target.heightPx;
  return choice.orientation === 'portrait' ? upright : 1 / upright;
}

/** The preset of this shape; the target's own if none is. */
export function sheetWithAspect(aspect: number, target: { widthPx: number; heightPx: number }): SheetChoice {
  for (const { id } of sheetPresets) {
    for (const orientation of ['portrait', 'landscape'] as const) {
      const choice = { preset: id, orientation };
      if (Math.abs(sheetAspect(choice, target) / aspect - 1) < 1e-3) return choice;
    }
  }
  return { preset: 'target', orientation: 'portrait' };
}

/** Rows that keep cells nearly square on a sheet of this aspect (width / height). */
export function rowsForColumns(columns: number, aspect: number): number {
  return Math.min(1000, Math.max(1, Math.round(columns / aspect)));
}

/** Columns that keep cells nearly square on a sheet of this aspect (width / height). */
export function columnsForRows(rows: number, aspect: number): number {
  return Math.min(1000, Math.max(1, Math.round(rows * aspect)));
}
