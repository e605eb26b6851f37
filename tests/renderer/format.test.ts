/** @file Numbers, sizes, durations and dates as people read them. Node's locale data decides the separators. */
import { describe, expect, it, vi } from 'vitest';
import {
  displayLocale,
  formatAgo,
  formatBytes,
  formatCounted,
  formatDuration,
  formatError,
  formatHexColour,
  formatPercent,
  formatRate,
  formatSizePx,
  formatTimeLeft,
} from '../../src/renderer/format/format.ts';

describe('format', () => {
  it('uses the kind of English the system has, and British English otherwise', () => {
    expect(displayLocale('en-US')).toBe('en-US');
    expect(displayLocale('en')).toBe('en');
    expect(displayLocale('de-DE')).toBe('en-GB');
    expect(displayLocale(undefined)).toBe('en-GB');
  });

  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [1_234_567, '1.2 MB'],
    [9_960_000, '10 MB'],
    [999_700, '1 MB'],
    [41_000_000, '41 MB'],
    [3_200_000_000, '3.2 GB'],
  ])('%i bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it.each([
    [2, 'a few seconds'],
    [41, '45 s'],
    [100, '2 min'],
    [59.4 * 60, '59 min'],
    [2 * 3600, '2 h'],
    [2 * 3600 + 640, '2 h 10 min'],
    [2 * 3600 + 58 * 60, '3 h'],
  ])('%f seconds left are %s', (seconds, text) => expect(formatTimeLeft(seconds)).toBe(text));

  it.each([
    [83.6, '84 ms'],
    [999.6, '1.0 s'],
    [1843, '1.8 s'],
    [9970, '10 s'],
    [120_000, '2 min'],
    [125_000, '2 min 5 s'],
  ])('%f ms are %s', (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));

  it('counts', () => {
    expect(formatCounted(1, 'photo')).toBe('1 photo');
    expect(formatCounted(2719, 'photo')).toBe('2,719 photos');
    expect(formatCounted(2, 'library', 'libraries')).toBe('2 libraries');
    expect(formatRate(4.21)).toBe('4.2 / s');
    expect(formatRate(1312.4)).toBe('1,312 / s');
    expect(formatSizePx(4032, 3024)).toBe('4,032 × 3,024');
  });

  it('keeps enough digits of errors to tell placements apart', () => {
    expect(formatError(0.0284712)).toBe('0.02847');
    expect(formatError(0)).toBe('0');
    expect(formatError(0.0000123)).toBe('1.23e-5');
    expect(formatPercent(0.1834)).toBe('18.3 %');
    expect(formatPercent(1, 0)).toBe('100 %');
  });

  it('shows dates in UTC, whatever the time zone of the computer', async () => {
    vi.stubEnv('TZ', 'Pacific/Auckland');
    vi.resetModules();
    const { formatDateTime } = await import('../../src/renderer/format/format.ts');
    // It is the 4th already in Auckland.
    expect(new Date(Date.UTC(2019, 4, 3, 23, 30)).getDate()).toBe(4);
    expect(formatDateTime(Date.UTC(2019, 4, 3, 23, 30))).toMatch(/3 May 2019|May 3, 2019/);
    vi.unstubAllEnvs();
  });

  it('says how long ago something was', () => {
    const now = Date.UTC(2026, 0, 10);
    expect(formatAgo(now - 20_000, now)).toBe('just now');
    expect(formatAgo(now - 5 * 60_000, now)).toBe('5 minutes ago');
    expect(formatAgo(now - 86_400_000, now)).toBe('yesterday');
  });

  it('writes colours in hex', () => expect(formatHexColour([255, 7, 0])).toBe('#ff0700'));
});
