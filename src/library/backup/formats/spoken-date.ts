/** @file Dates as people read them ("Aug 17, 2025 11:23 am"), in the languages of Instagram's HTML export. Pure. */

const LOCALES = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'sv',
  'da',
  'nb',
  'fi',
  'pl',
  'cs',
  'tr',
  'ru',
  'uk',
  'id',
];

let months: Map<string, number> | undefined;

/** Names and short names of months in all languages, without dots, to their numbers from 1. */
function monthNames(): Map<string, number> {
  if (months !== undefined) return months;
  months = new Map();
  for (const locale of LOCALES) {
    for (const style of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(locale, { month: style, day: 'numeric', timeZone: 'UTC' });
      for (let month = 0; month < 12; month += 1) {
        const part = format.formatToParts(Date.UTC(2024, month, 3)).find(({ type }) => type === 'month');
        const name = part?.value.toLowerCase().replaceAll('.', '') ?? '';
        if (/^\p{L}+$/u.test(name) && !months.has(name)) months.set(name, month + 1);
      }
    }
  }
  return months;
}

/**
 * 'YYYY-MM-DDTHH:MM:00' of a short text that is nothing but a date with a time, or null. The month must be a word,
 * because the order of plain numbers cannot be known.
 */
export function localOfSpokenDate(text: string): string | null {
  if (text.length > 48) return null;
  const time = /(\d{1,2})[:.](\d\d)(?::\d\d)?\s*([ap])?\.?\s?m?\.?/i.exec(text.replaceAll('\u202f', ' '));
  const year = /(?:19|20)\d\d/.exec(text);
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const month = words.map((word) => monthNames().get(word)).find((number) => number !== undefined);
  if (time === null || year === null || month === undefined) return null;
  const rest = text.replaceAll('\u202f', ' ').replace(time[0], ' ').replace(year[0], ' ');
  const day = Number(/\b(\d{1,2})\b/.exec(rest)?.[1]);
  let hour = Number(time[1]);
  const half = time[3]?.toLowerCase();
  if (half !== undefined && hour <= 12) hour = (hour % 12) + (half === 'p' ? 12 : 0);
  if (!(day >= 1 && day <= 31) || hour > 23 || Number(time[2]) > 59) return null;
  return `${year[0]}-${two(month)}-${two(day)}T${two(hour)}:${time[2]}:00`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
