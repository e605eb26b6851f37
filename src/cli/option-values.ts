/** @file What is written after an option of the terminal program, as a value. Plain Node. */
import { InvalidArgumentError } from 'commander';
import { serializeError } from '../shared/errors.ts';
import { MOST_USES } from '../shared/rules.ts';

export function parseGrid(text: string): { columns: number; rows: number } {
  const match = /^([1-9]\d{0,3})x([1-9]\d{0,3})$/i.exec(text);
  if (!match) throw new InvalidArgumentError('Write columns and rows like 50x50.');
  return { columns: Number(match[1]), rows: Number(match[2]) };
}

export function parseLimit(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('Write a whole number above 0.');
  return count;
}

export function parsePixels(text: string): number {
  const pixels = Number(text);
  if (!Number.isInteger(pixels) || pixels < 100 || pixels > 60_000)
    throw new InvalidArgumentError('Write a whole number of pixels from 100 to 60000.');
  return pixels;
}

/** A parser of ours as commander wants it: a wrong value is wrong use. */
export function orWrongUse<Value>(parse: (text: string) => Value): (text: string) => Value {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      const { message, hint = '' } = serializeError(error);
      throw new InvalidArgumentError(`${message} ${hint}`);
    }
  };
}

export function parseUses(text: string): number {
  const times = Number(text);
  if (!(Number.isInteger(times) && times >= 1 && times <= MOST_USES)) {
    throw new InvalidArgumentError(`Write a whole number from 1 to ${MOST_USES}.`);
  }
  return times;
}

export function parseDpi(text: string): number {
  const dpi = Number(text);
  if (!(dpi >= 30 && dpi <= 2400)) throw new InvalidArgumentError('Write a number from 30 to 2400.');
  return dpi;
}

export function parseTint(text: string): number {
  const tint = Number(text);
  if (!(tint >= 0 && tint <= 1)) throw new InvalidArgumentError('Write a number from 0 to 1, such as 0.15.');
  return tint;
}

export function parseQuality(text: string): number {
  const quality = Number(text);
  if (!Number.isInteger(quality) || quality < 1 || quality > 100)
    throw new InvalidArgumentError('Write a whole number from 1 to 100.');
  return quality;
}

export function parseColour(text: string): [number, number, number] {
  const match = /^#?([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(text);
  if (!match) throw new InvalidArgumentError('Write a colour like #ffffff.');
  return [match[1]!, match[2]!, match[3]!].map((hex) => Number.parseInt(hex, 16)) as [number, number, number];
}

export function parseStrength(text: string): number {
  const factor = Number(text);
  if (!(factor >= 1 && factor <= 1000)) throw new InvalidArgumentError('Write a number from 1 to 1000.');
  return factor;
}
