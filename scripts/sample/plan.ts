/**
 * @file What a sample library consists of: names with media ids as Instagram makes them, and which scene each shows.
 * Pure and deterministic.
 */
import { seededRandom } from '../../src/core/random.ts';
import { Chance } from './scene.ts';

/** Milliseconds of Instagram's id epoch, 2011-08-24T21:07:01.721Z. */
const ID_EPOCH_MS = 1_314_220_021_721;
const DAY_MS = 86_400_000;
const FIRST_DAY_MS = Date.UTC(2013, 2, 9);
const LAST_DAY_MS = Date.UTC(2018, 10, 25);

/** A media id: 41 bits of milliseconds, 13 of shard, 10 of sequence. */
export function mediaId(timeMs: number, shard: number, sequence: number): bigint {
  return (BigInt(timeMs - ID_EPOCH_MS) << 23n) | (BigInt(shard) << 10n) | BigInt(sequence);
}

export interface PlannedFile {
  /** '<media id>_<user id>.<extension>' */
  name: string;
  kind: 'photo' | 'video' | 'broken';
  /** Seed of its picture. */
  seed: number;
  /** Size of the picture. */
  widthPx: number;
  heightPx: number;
  format: 'jpeg' | 'png';
}

/** The two people whose posts the sample holds; they post on shards of their own, as accounts do. */
const people = [
  { id: '418203977', shard: 1017, share: 0.58 },
  { id: '1290557043', shard: 4402, share: 0.42 },
] as const;

const VIDEO_COUNT = 5;

/** All files of the sample, oldest first. */
export function planSample(photoCount: number, seed: number): PlannedFile[] {
  const chance = new Chance(seededRandom(seed));
  const total = photoCount + VIDEO_COUNT + 1;
  const times = Array.from({ length: total }, () => postingTime(chance)).sort((one, other) => one - other);
  const videos = new Set(
    Array.from({ length: VIDEO_COUNT }, (_, index) => Math.floor((total * (index + 0.6)) / VIDEO_COUNT)),
  );
  let broken = Math.floor(total * 0.31);
  while (videos.has(broken)) broken = (broken + 1) % total;
  return times.map((time, index): PlannedFile => {
    const person = chance.maybe(people[0].share) ? people[0] : people[1];
    // The position as sequence keeps ids apart when two posts fall into one millisecond.
    const id = mediaId(time, person.shard, (chance.whole(0, 700) + index) & 1023);
    const [widthPx, heightPx] = chance.pick([
      [320, 320],
      [320, 320],
      [320, 320],
      [320, 320],
      [320, 400],
      [320, 214],
    ] as const);
    const format = chance.maybe(0.05) ? 'png' : 'jpeg';
    const picture = { seed: (seed * 7919 + index * 104_729) >>> 0, widthPx, heightPx };
    const name = `${id}_${person.id}`;
    if (videos.has(index)) return { ...picture, name: `${name}.mp4`, kind: 'video', format: 'jpeg' };
    if (index === broken) return { ...picture, name: `${name}.jpg`, kind: 'broken', format: 'jpeg' };
    return { ...picture, name: `${name}.${format === 'png' ? 'png' : 'jpg'}`, kind: 'photo', format };
  });
}

/** Waking hours, more in summer and at weekends, more every year. */
function postingTime(chance: Chance): number {
  for (;;) {
    const day =
      FIRST_DAY_MS + Math.floor(((LAST_DAY_MS - FIRST_DAY_MS) / DAY_MS) * chance.next() ** 0.8) * DAY_MS;
    const date = new Date(day);
    const summer = 0.75 + 0.25 * Math.cos(((date.getUTCMonth() - 6.5) / 6) * Math.PI);
    const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6 ? 1 : 0.7;
    if (!chance.maybe(summer * weekend)) continue;
    const hour = 7 + 15 * ((chance.next() + chance.next()) / 2);
    return day + Math.floor(hour * 3_600_000);
  }
}
