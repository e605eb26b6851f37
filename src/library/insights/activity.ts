/** @file When was posted: periods, weekdays, seasons, streaks. Pure. */
import type { DaySpan, Insights, PeriodCount, Season } from '../../shared/insights.ts';
import { DAY_MS, dayName, dayNumber, type Post } from './posts.ts';

const BUSIEST_DAYS = 10;

type Activity = Pick<
  Insights,
  | 'datedPosts'
  | 'days'
  | 'weeks'
  | 'months'
  | 'weekdays'
  | 'hours'
  | 'seasons'
  | 'busiestDays'
  | 'longestStreak'
  | 'longestGap'
>;

export function activityOf(posts: readonly Post[], hemisphere: 'north' | 'south'): Activity {
  const dated = posts.filter(({ localMs }) => !Number.isNaN(localMs));
  const weekdays = Array.from({ length: 7 }, () => 0);
  const hours = Array.from({ length: 24 }, () => 0);
  const seasons: Record<Season, number> = { spring: 0, summer: 0, autumn: 0, winter: 0 };
  for (const { localMs } of dated) {
    const day = dayNumber(localMs);
    weekdays[(((day + 3) % 7) + 7) % 7]! += 1;
    hours[Math.floor((localMs - day * DAY_MS) / 3_600_000)]! += 1;
    seasons[seasonOf(new Date(localMs).getUTCMonth(), hemisphere)] += 1;
  }
  const days = countBy(dated, (day) => dayName(day));
  return {
    datedPosts: dated.length,
    days,
    weeks: countBy(dated, isoWeek),
    months: countBy(dated, (day) => dayName(day).slice(0, 7)),
    weekdays,
    hours,
    seasons,
    busiestDays: [...days]
      .sort((first, second) => second.posts - first.posts || second.photos - first.photos)
      .slice(0, BUSIEST_DAYS),
    ...spansOf(dated),
  };
}

/** Meteorological seasons: March to May is spring in the north. */
export function seasonOf(month: number, hemisphere: 'north' | 'south'): Season {
  const order: Season[] = ['winter', 'spring', 'summer', 'autumn'];
  const northern = Math.floor(((month + 1) % 12) / 3);
  return order[(northern + (hemisphere === 'south' ? 2 : 0)) % 4]!;
}

/** ISO 8601: weeks begin on Monday and belong to the year of their Thursday. */
export function isoWeek(day: number): string {
  const thursday = day - ((((day + 3) % 7) + 7) % 7) + 3;
  const year = new Date(thursday * DAY_MS).getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1) / DAY_MS) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

function countBy(posts: readonly Post[], periodOf: (day: number) => string): PeriodCount[] {
  const counts = new Map<string, PeriodCount>();
  for (const { localMs, positions } of posts) {
    const period = periodOf(dayNumber(localMs));
    const count = counts.get(period) ?? { period, photos: 0, posts: 0 };
    count.photos += positions.length;
    count.posts += 1;
    counts.set(period, count);
  }
  return [...counts.values()].sort((first, second) => (first.period < second.period ? -1 : 1));
}

function spansOf(dated: readonly Post[]): { longestStreak: DaySpan | null; longestGap: DaySpan | null } {
  const days = [...new Set(dated.map(({ localMs }) => dayNumber(localMs)))].sort((a, b) => a - b);
  let streak: [number, number] | null = null;
  let gap: [number, number] | null = null;
  let begin = days[0] ?? 0;
  for (const [index, day] of days.entries()) {
    const before = days[index - 1];
    if (before !== undefined && day !== before + 1) {
      begin = day;
      if (gap === null || day - before - 1 > gap[1] - gap[0] + 1) gap = [before + 1, day - 1];
    }
    if (streak === null || day - begin > streak[1] - streak[0]) streak = [begin, day];
  }
  return { longestStreak: spanOf(streak), longestGap: spanOf(gap) };
}

function spanOf(days: [number, number] | null): DaySpan | null {
  if (days === null) return null;
  return { fromDay: dayName(days[0]), toDay: dayName(days[1]), days: days[1] - days[0] + 1 };
}
