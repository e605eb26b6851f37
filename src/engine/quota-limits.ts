/** @file Quotas that no placement can keep are told in words, before any solve. Runs in the engine process. */
import { quotaCounts } from '../core/assignment/quotas.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { MosaicRules } from './mosaic-rules.ts';
import type { MosaicUses } from './mosaic-uses.ts';

/**
 * Looks for what can be seen from the numbers alone; what bans of single cells forbid is found by the solve.
 * @throws SmaltiError RULES_INFEASIBLE
 */
export function requirePossibleQuotas(
  { columns, quotas, asked }: Pick<MosaicUses, 'columns' | 'quotas' | 'asked'>,
  rules: MosaicRules,
  cellCount: number,
): void {
  if (quotas.length === 0) return;
  const usable = Int32Array.from({ length: columns.count }, (_, column) => column).filter((column) =>
    columns.photosOf(column).some((photo) => !rules.isBannedEverywhere(photo)),
  );
  const available = quotaCounts(quotas, usable, columns.count);
  const pinned = rules.pins().map(({ photo }) => columns.columnsOf(photo)[0]!);
  const pinnedCounts = quotaCounts(quotas, Int32Array.from(pinned), columns.count);
  const required = quotaCounts(quotas, columns.required, columns.count);
  let leastSum = 0;
  let room = available[quotas.length]!;
  quotas.forEach(({ name, least, most }, at) => {
    const limit = most ?? cellCount;
    if (least > limit) {
      throw infeasible(`At least ${least} and at most ${limit} tiles of ${name} are asked for.`);
    }
    if (available[at]! < least) {
      const uses = asked.reuseLimit === 1 ? '' : ` for at most ${asked.reuseLimit} uses each`;
      const photos = available[at]! / asked.reuseLimit;
      throw infeasible(
        photos === 0
          ? `No photo of ${name} may be used, and at least ${least} tiles are asked for.`
          : `There ${photos === 1 ? 'is' : 'are'} only ${counted(photos, 'photo')} of ${name}${uses}, and at least ${least} tiles are asked for.`,
      );
    }
    if (pinnedCounts[at]! > limit) {
      throw infeasible(
        `${counted(pinnedCounts[at]!, 'tile')} of ${name} are pinned, and at most ${limit} are asked for.`,
      );
    }
    if (required[at]! > limit) {
      throw infeasible(
        `${counted(required[at]!, 'photo')} of ${name} have to appear, and at most ${limit} are asked for.`,
      );
    }
    leastSum += least;
    room += Math.min(available[at]!, limit);
  });
  if (leastSum > cellCount) {
    const sum = quotas
      .filter(({ least }) => least > 0)
      .map(({ name, least }) => `${least} of ${name}`)
      .join(' and ');
    throw infeasible(`At least ${sum} are ${leastSum} tiles, and the mosaic has ${cellCount}.`);
  }
  if (room < cellCount) {
    throw infeasible(`The most that is allowed of each author fills ${room} of ${cellCount} cells.`);
  }
}

function infeasible(message: string): SmaltiError {
  return new SmaltiError('RULES_INFEASIBLE', message, 'Ask for other numbers, or take back a rule.');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
