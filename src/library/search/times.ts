/** @file Year, month, weekday and hour of every photo in a chosen time zone, as facets. Pure. */
import type { Columns, WordColumn } from './columns.ts';
import { ZoneOffsets } from './zone-offsets.ts';

export interface TimeColumns {
  timeZone: string;
  /** Wall clock in the zone, as if it were UTC; NaN where nothing is known. Times without zone stay as they are. */
  localMs: Float64Array;
  /** Weekday from Monday = 0, times 24, plus hour; -1 where nothing is known. */
  weekdayHour: Int16Array;
  facets: Record<'year' | 'month' | 'weekday' | 'hour', WordColumn>;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** @throws QUERY_INVALID for a zone that does not exist */
export function timeColumns(columns: Columns, timeZone: string): TimeColumns {
  const { count, shownAtMs, isLocal } = columns;
  const known = shownAtMs.filter((atMs) => !Number.isNaN(atMs));
  const [firstMs, lastMs] = known.reduce(
    ([low, high], atMs) => [Math.min(low, atMs), Math.max(high, atMs)],
    [Infinity, -Infinity],
  );
  const zone = new ZoneOffsets(timeZone, known.length === 0 ? 0 : firstMs, known.length === 0 ? 0 : lastMs);
  const localMs = new Float64Array(count).fill(Number.NaN);
  const weekdayHour = new Int16Array(count).fill(-1);
  const months = new MonthWords();
  const year = emptyColumn(count);
  const month = emptyColumn(count);
  const weekday = { ...emptyColumn(count), words: ['', '1', '2', '3', '4', '5', '6', '7'] };
  const hour = { ...emptyColumn(count), words: ['', ...Array.from({ length: 24 }, (_, n) => String(n))] };
  for (let position = 0; position < count; position += 1) {
    const atMs = shownAtMs[position]!;
    if (Number.isNaN(atMs)) continue;
    const local = isLocal[position] === 1 ? atMs : zone.localMs(atMs);
    localMs[position] = local;
    const day = Math.floor(local / DAY_MS);
    // 1970-01-01 was a Thursday.
    const dayOfWeek = (((day + 3) % 7) + 7) % 7;
    const hourOfDay = Math.floor((local - day * DAY_MS) / HOUR_MS);
    weekdayHour[position] = dayOfWeek * 24 + hourOfDay;
    weekday.codes[position] = dayOfWeek + 1;
    hour.codes[position] = hourOfDay + 1;
    const codes = months.codesOf(day);
    year.codes[position] = codes.year;
    month.codes[position] = codes.month;
  }
  year.words = months.years;
  month.words = months.months;
  return { timeZone, localMs, weekdayHour, facets: { year, month, weekday, hour } };
}

function emptyColumn(count: number): WordColumn {
  return { kind: 'one', words: [''], codes: new Uint32Array(count) };
}

/** Years and months of days since 1970, each worked out once. */
class MonthWords {
  readonly years = [''];
  readonly months = [''];
  readonly #byDay = new Map<number, { year: number; month: number }>();
  readonly #known = new Map<string, number>();

  codesOf(day: number): { year: number; month: number } {
    let codes = this.#byDay.get(day);
    if (codes === undefined) {
      const month = new Date(day * DAY_MS).toISOString().replace(/-\d\dT.*$/, '');
      const year = month.slice(0, -3);
      codes = { year: this.#code(year, this.years), month: this.#code(month, this.months) };
      this.#byDay.set(day, codes);
    }
    return codes;
  }

  #code(word: string, words: string[]): number {
    let code = this.#known.get(word);
    if (code === undefined) {
      code = words.push(word) - 1;
      this.#known.set(word, code);
    }
    return code;
  }
}
