/** @file Numbers of tiles by author in words. Runs everywhere, imports nothing. */

interface QuotaNumbers {
  name: string;
  least: number;
  most: number | null;
}

/** 'At least 28 tiles are photos of Ana.' */
export function quotaText({ name, least, most }: QuotaNumbers): string {
  const number = (count: number): string => count.toLocaleString('en');
  if (most === null) return `At least ${number(least)} tiles are photos of ${name}.`;
  if (least === most) return `Exactly ${number(least)} tiles are photos of ${name}.`;
  if (least === 0) return `At most ${number(most)} tiles are photos of ${name}.`;
  return `From ${number(least)} to ${number(most)} tiles are photos of ${name}.`;
}

/** Which placements an optimum is the best of. @param quotaCount rules by author */
export function placementsText(reuseLimit: number, quotaCount: number): string {
  const uses = reuseLimit === 1 ? 'of these photos' : 'that uses no photo more often';
  if (quotaCount === 0) return uses;
  return reuseLimit === 1
    ? `${uses} that keeps the numbers by author`
    : `${uses} and keeps the numbers by author`;
}
