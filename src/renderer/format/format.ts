/**
 * @file Numbers, sizes, durations and dates as people read them. Pure; runs anywhere.
 * The interface speaks English, so numbers and dates follow the person's kind of English, and British English otherwise.
 */

/** The locale for formatting, from the system's language tag. */
export function displayLocale(systemLanguage: string | undefined): string {
  return systemLanguage !== undefined && /^en\b/i.test(systemLanguage) ? systemLanguage : 'en-GB';
}

const locale = displayLocale(globalThis.navigator?.language);
const wholeNumber = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const dateFields = { day: 'numeric', month: 'short', year: 'numeric' } as const;
/** By time zone; making one takes longer than using it a hundred times. */
const dateAndTime = new Map<string, Intl.DateTimeFormat>();
const dateOnly = new Intl.DateTimeFormat(locale, { ...dateFields, timeZone: 'UTC' });
const relativeTime = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

/** 50000 as '50,000'. */
export function formatCount(count: number): string {
  return wholeNumber.format(count);
}

/** '1 photo', '2,719 photos'. */
export function formatCounted(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** Decimal units, as file managers show them: 1_234_567 as '1.2 MB'. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  if (unit === 0) return formatCounted(bytes, 'byte');
  const digits = value < 9.95 ? 1 : 0;
  return `${value.toLocaleString(locale, { maximumFractionDigits: digits })} ${units[unit]}`;
}

/** Time left, deliberately coarse: 'a few seconds', '40 s', '3 min', '2 h 10 min'. */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 5) return 'a few seconds';
  if (seconds < 90) return `${Math.ceil(seconds / 5) * 5} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const restMinutes = Math.round((minutes % 60) / 10) * 10;
  const hours = Math.floor(minutes / 60) + (restMinutes === 60 ? 1 : 0);
  return restMinutes % 60 === 0 ? `${hours} h` : `${hours} h ${restMinutes} min`;
}

/** How long something took: '84 ms', '1.3 s', '2 min 5 s'. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 9_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const restSeconds = seconds % 60;
  return restSeconds === 0
    ? `${Math.floor(seconds / 60)} min`
    : `${Math.floor(seconds / 60)} min ${restSeconds} s`;
}

/** Things per second: '312 / s', '4.2 / s'. */
export function formatRate(perSecond: number): string {
  return `${perSecond < 10 ? perSecond.toFixed(1) : formatCount(perSecond)} / s`;
}

/** A date with its time, by clocks in a time zone. */
export function formatDateTime(utcMs: number, timeZone = 'UTC'): string {
  let format = dateAndTime.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale, { ...dateFields, hour: 'numeric', minute: '2-digit', timeZone });
    dateAndTime.set(timeZone, format);
  }
  return format.format(utcMs);
}

/** A date alone, short. */
export function formatDate(utcMs: number): string {
  return dateOnly.format(utcMs);
}

/** Two dates, or one when both are the same day: '3 Mar 2019', '3 Mar 2019 – 9 Mar 2019'. */
export function formatDates(fromMs: number, toMs: number): string {
  const [from, to] = [formatDate(fromMs), formatDate(toMs)];
  return from === to ? from : `${from} – ${to}`;
}

/** '5 minutes ago', 'yesterday'. */
export function formatAgo(thenMs: number, nowMs: number): string {
  const seconds = Math.round((thenMs - nowMs) / 1000);
  if (Math.abs(seconds) < 60) return 'just now';
  const minutes = Math.round(seconds / 60);
  if (Math.abs(minutes) < 60) return relativeTime.format(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  if (Math.abs(hours) < 24) return relativeTime.format(hours, 'hour');
  return relativeTime.format(Math.round(hours / 24), 'day');
}

/** A mean squared error (0..1) with four significant digits, so that two placements can be told apart. */
export function formatError(meanSquaredError: number): string {
  if (meanSquaredError === 0) return '0';
  return meanSquaredError < 0.0001 ? meanSquaredError.toExponential(2) : meanSquaredError.toPrecision(4);
}

/** A share or difference: 0.1834 as '18.3 %'. */
export function formatPercent(fraction: number, digits = 1): string {
  return `${(fraction * 100).toFixed(digits)} %`;
}

/** '4,032 × 3,024' */
export function formatSizePx(widthPx: number, heightPx: number): string {
  return `${formatCount(widthPx)} × ${formatCount(heightPx)}`;
}

/** An 8-bit colour as '#rrggbb'. */
export function formatHexColour(rgb: readonly [number, number, number]): string {
  return `#${rgb.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
