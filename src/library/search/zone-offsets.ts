/**
 * @file Local time for many moments at once. Asking Intl for each of 50,000 photos takes a quarter of a second; the
 * changes of a zone's offset are few, so they are found once and then looked up. Pure.
 */
import { SmaltiError } from '../../shared/errors.ts';

const MINUTE_MS = 60_000;
/** No zone changes its offset and changes it back within a week. */
const SAMPLE_STEP_MS = 7 * 86_400_000;

export class ZoneOffsets {
  /** Moments from which the offset of the same position holds, ascending. */
  readonly #fromMs: number[] = [];
  readonly #offsetMs: number[] = [];

  /** @throws QUERY_INVALID for a zone that does not exist */
  constructor(timeZone: string, firstMs: number, lastMs: number) {
    const offsetAt = offsetReader(timeZone);
    let previousMs = firstMs;
    let previous = offsetAt(firstMs);
    this.#push(Number.NEGATIVE_INFINITY, previous);
    while (previousMs < lastMs) {
      const nextMs = Math.min(previousMs + SAMPLE_STEP_MS, lastMs);
      const next = offsetAt(nextMs);
      if (next !== previous) this.#push(changeBetween(offsetAt, previousMs, nextMs), next);
      previousMs = nextMs;
      previous = next;
    }
  }

  /** What a clock on the wall shows at the moment, as if it were UTC. */
  localMs(atMs: number): number {
    let low = 0;
    let high = this.#fromMs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#fromMs[middle]! <= atMs) low = middle;
      else high = middle - 1;
    }
    return atMs + this.#offsetMs[low]!;
  }

  #push(fromMs: number, offsetMs: number): void {
    this.#fromMs.push(fromMs);
    this.#offsetMs.push(offsetMs);
  }
}

function offsetReader(timeZone: string): (atMs: number) => number {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  } catch (cause) {
    const hint = 'Use a name like Europe/Vienna or UTC.';
    throw new SmaltiError('QUERY_INVALID', `There is no time zone ${timeZone}.`, hint, { cause });
  }
  return (atMs) => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(atMs)) part[type] = Number(value);
    const local = Date.UTC(part['year']!, part['month']! - 1, part['day']!, part['hour'], part['minute']);
    return Math.round((local - atMs) / MINUTE_MS) * MINUTE_MS;
  };
}

/** The first moment, to the minute, after which the offset is another one. */
function changeBetween(offsetAt: (atMs: number) => number, fromMs: number, toMs: number): number {
  const before = offsetAt(fromMs);
  let low = fromMs;
  let high = toMs;
  while (high - low > MINUTE_MS) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return Math.ceil(high / MINUTE_MS) * MINUTE_MS;
}
