/**
 * @file Instagram media ids: what the number says (shortcode, posting time) and what a pair of numbers in a file name
 * means. Pure functions over BigInt, because ids exceed 2^53. Runs in any Node process; imports nothing.
 *
 * A 64-bit id holds 41 bits of milliseconds since an epoch of Instagram's own, 13 bits of shard and 10 bits of sequence
 * (Instagram Engineering, "Sharding & IDs at Instagram", 2011). Ids from before the switch are a plain counter.
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const DIGIT_OF = new Map([...ALPHABET].map((letter, index) => [letter, BigInt(index)]));

/** 2011-08-24T21:07:01.721Z, the zero of the time inside an id. */
const EPOCH_MS = 1_314_220_021_721n;
/** No time-based id is older: on this day ids were still seen to be a counter. */
const FIRST_TIMED_MS = Date.UTC(2011, 10, 8);
const DAY_MS = 86_400_000;
/** Every counter id ever seen is far below; every time-based one far above. */
const LEGACY_LIMIT = 2n ** 40n;
const LARGEST_ID = 2n ** 63n - 1n;
/** Links to posts of private accounts carry this many characters of access token behind the code. */
const PRIVATE_SUFFIX_LENGTH = 28;

/** Counter ids whose posting time is publicly known: [id, seconds since 1970]. */
const LEGACY_ANCHORS: readonly (readonly [number, number])[] = [
  [3, 1_279_340_983],
  [315, 1_280_379_741],
  [12_359, 1_286_394_994],
  [2_086_015, 1_288_644_633],
  [3_379_432, 1_289_324_623],
  [20_232_296, 1_295_991_393],
  [22_729_355, 1_296_683_671],
  [30_878_142, 1_298_661_723],
  [31_000_411, 1_298_688_799],
  [322_481_838, 1_320_721_905],
];

/** What an id says about the time of posting. */
export type MediaIdTime =
  /** Milliseconds since 1970, UTC. For videos and album pictures: the start of the upload, up to minutes earlier. */
  | { kind: 'timed'; postedAtMs: number }
  /** A counter id of 2010 to 2012. The time is interpolated between known ids: an estimate of weeks. */
  | { kind: 'legacy'; estimatedAtMs: number }
  /** Not the id of a post (for example a Graph id from an export). */
  | { kind: 'none' };

/** A decimal string as an id, or null when it is not a whole number of at most 63 bits. */
export function parseMediaId(text: string): bigint | null {
  if (!/^\d{1,19}$/.test(text)) return null;
  const id = BigInt(text);
  return id > 0n && id <= LARGEST_ID ? id : null;
}

/** The shortcode of a post: its id in base 64, big-endian, without leading zeros. */
export function shortcodeFromId(id: bigint): string {
  if (id < 0n) throw new RangeError(`A media id is not negative: ${id}`);
  let rest = id;
  let code = '';
  do {
    code = ALPHABET.charAt(Number(rest & 63n)) + code;
    rest >>= 6n;
  } while (rest > 0n);
  return code;
}

/**
 * The id behind a shortcode; the inverse of shortcodeFromId. Codes of private posts (28 characters longer) are
 * cut first. Null for anything that cannot be a code.
 */
export function idFromShortcode(text: string): bigint | null {
  const code = text.length > PRIVATE_SUFFIX_LENGTH ? text.slice(0, -PRIVATE_SUFFIX_LENGTH) : text;
  if (code.length === 0 || code.length > 11) return null;
  let id = 0n;
  for (const letter of code) {
    const digit = DIGIT_OF.get(letter);
    if (digit === undefined) return null;
    id = id * 64n + digit;
  }
  return id > 0n && id <= LARGEST_ID ? id : null;
}

/** The milliseconds that an id holds if it is time-based; does not ask whether they make sense. */
export function rawTimeMs(id: bigint): number {
  return Number((id >> 23n) + EPOCH_MS);
}

/**
 * What the id says about the time of posting. A time-based id must lie between 2011-11-08 and one day after `nowMs`;
 * this also rejects the 17 and 18 digit Graph ids of Instagram's own export.
 */
export function mediaIdTime(id: bigint, nowMs: number = Date.now()): MediaIdTime {
  if (id <= 0n || id > LARGEST_ID) return { kind: 'none' };
  if (id < LEGACY_LIMIT) return legacyTime(Number(id));
  const postedAtMs = rawTimeMs(id);
  if (postedAtMs < FIRST_TIMED_MS || postedAtMs > nowMs + DAY_MS) return { kind: 'none' };
  return { kind: 'timed', postedAtMs };
}

/** Linear interpolation between the two anchors around the id; beyond the last one its own rate goes on. */
function legacyTime(id: number): MediaIdTime {
  let upper = LEGACY_ANCHORS.findIndex(([anchor]) => anchor >= id);
  if (upper < 0) upper = LEGACY_ANCHORS.length - 1;
  upper = Math.max(upper, 1);
  const [id0, seconds0] = LEGACY_ANCHORS[upper - 1]!;
  const [id1, seconds1] = LEGACY_ANCHORS[upper]!;
  const seconds = seconds0 + ((id - id0) / (id1 - id0)) * (seconds1 - seconds0);
  // The counter ended before 2012-02-21, when the first time-based id was seen.
  const estimatedAtMs = Math.min(Math.round(seconds * 1000), Date.UTC(2012, 1, 21));
  return estimatedAtMs > Date.UTC(2010, 6, 1) && id < 1_000_000_000
    ? { kind: 'legacy', estimatedAtMs }
    : { kind: 'none' };
}

/** What `<a>_<b>` in a file name stands for. */
export type IdPair =
  | { kind: 'media-user'; mediaId: bigint; userId: bigint }
  /** gallery-dl's name for a picture of an album. */
  | { kind: 'parent-child'; parentId: bigint; mediaId: bigint }
  | { kind: 'none' };

/**
 * Tells Photodesk's `<media>_<user>` from gallery-dl's `<album>_<media>`: user ids stay below 2^53, and an album and
 * its pictures are made within days of each other. The first number must be the id of a post, timed or legacy.
 */
export function classifyIdPair(first: bigint, second: bigint, nowMs: number = Date.now()): IdPair {
  const firstTime = mediaIdTime(first, nowMs);
  if (firstTime.kind === 'none') return { kind: 'none' };
  const secondTime = mediaIdTime(second, nowMs);
  if (
    firstTime.kind === 'timed' &&
    secondTime.kind === 'timed' &&
    second > BigInt(Number.MAX_SAFE_INTEGER) &&
    Math.abs(firstTime.postedAtMs - secondTime.postedAtMs) < 5 * DAY_MS
  ) {
    return { kind: 'parent-child', parentId: first, mediaId: second };
  }
  return { kind: 'media-user', mediaId: first, userId: second };
}

/** `a` and `b` of a file name `<a>_<b>.<ext>`, also with the marks that a second download or a copy leaves. */
export function parseIdPairName(fileName: string): { first: bigint; second: bigint; copy: boolean } | null {
  const match = /^(\d{1,19})_(\d{1,19})(\s?\(\d{1,3}\)| copy(?: \d{1,3})?| \d)?\.[A-Za-z0-9]{1,5}$/.exec(
    fileName,
  );
  if (match === null) return null;
  const [, firstText, secondText, copyMark] = match;
  // 20160816_063420.jpg is a camera's date and time, not a counter id of 2010.
  if (/^(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])$/.test(firstText!) && secondText!.length <= 9) return null;
  const first = parseMediaId(firstText!);
  const second = parseMediaId(secondText!);
  return first === null || second === null ? null : { first, second, copy: copyMark !== undefined };
}

/** The public page of a post. */
export function postLink(shortcode: string): string {
  return `https://www.instagram.com/p/${shortcode}/`;
}

/**
 * The id of the post that a link names: /p/, /tv/, /reel/ and /reels/ pages with or without a user name before,
 * instagr.am and `instagram://media?id=`. Null for share links, whose code is no media code, and for anything else.
 */
export function idFromLink(link: string): bigint | null {
  const app = /^instagram:\/\/media\?(?:.*&)?id=(\d+)/.exec(link);
  if (app !== null) return parseMediaId(app[1]!);
  const page =
    /^(?:https?:\/\/)?(?:www\.|m\.)?(?:instagram\.com|instagr\.am)\/(?:(?!share\/)[\w.]+\/)?(?:p|tv|reels?)\/([\w-]+)/i.exec(
      link,
    );
  return page === null ? null : idFromShortcode(page[1]!);
}

/** The media id inside the `ig_cache_key` parameter of a picture's address: base64 of the digits, then `.2`. */
export function idFromCacheKey(cacheKey: string): bigint | null {
  let plain = cacheKey;
  try {
    plain = decodeURIComponent(cacheKey);
  } catch {
    // Not percent-encoded after all.
  }
  return parseMediaId(Buffer.from(plain.split('.')[0]!, 'base64').toString('latin1'));
}
