/**
 * @file Hashtags and mentions in captions. Pure. Instagram publishes no grammar; this follows what its users' captions
 * show: a tag is letters, marks and digits of any script, underscores and emoji.
 */

/** Emoji with skin tones, variation selectors, joined sequences and flags; keycaps are left out. */
const EMOJI =
  '(?:\\p{RI}\\p{RI}|\\p{Extended_Pictographic}(?:\\uFE0F|\\p{EMod})?(?:\\u200D\\p{Extended_Pictographic}(?:\\uFE0F|\\p{EMod})?)*)';
const BODY = `(?:[\\p{L}\\p{N}_]\\p{M}*(?!\\u20E3)|${EMOJI}){1,150}`;
/** One tag, or several that touch. */
const TAGS = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}_&])(?:[#\\uFF03]${BODY})+`, 'gu');
const LINK = /\b(?:https?:\/\/|www\.)\S+/giu;
const MENTION =
  /(?<![\p{L}\p{N}_.@])@([A-Za-z0-9_](?:[A-Za-z0-9_]|\.(?=[A-Za-z0-9_])){0,29})(?![\p{L}\p{N}_@])/gu;

export interface Hashtag {
  /** NFC and lower case: what equal tags have in common. */
  tag: string;
  /** As first written. */
  spelling: string;
}

/** The tags of a caption in order, each once. Tags that touch (`#a#b`) are two; `foo#bar` and links hold none. */
export function hashtags(caption: string): Hashtag[] {
  const found = new Map<string, Hashtag>();
  for (const [run] of caption.normalize('NFC').replace(LINK, ' ').matchAll(TAGS)) {
    for (const spelling of run.split(/[#＃]/u)) if (spelling !== '') addTag(found, spelling);
  }
  return [...found.values()];
}

/** The tags of a caption and those that a sidecar lists beside it (with or without '#'), each once. */
export function allHashtags(caption: string | undefined, listed: readonly string[] | undefined): Hashtag[] {
  const found = new Map<string, Hashtag>();
  for (const { tag, spelling } of caption === undefined ? [] : hashtags(caption)) {
    found.set(tag, { tag, spelling });
  }
  for (const text of listed ?? []) {
    const spelling = text
      .normalize('NFC')
      .trim()
      .replace(/^[#＃]/u, '');
    if (spelling !== '') addTag(found, spelling);
  }
  return [...found.values()];
}

function addTag(found: Map<string, Hashtag>, spelling: string): void {
  const tag = spelling.toLowerCase();
  if (!found.has(tag)) found.set(tag, { tag, spelling });
}

/** The user names that a caption mentions, in lower case, each once. Mail addresses are none. */
export function mentions(caption: string): string[] {
  const found = new Set<string>();
  for (const match of caption.matchAll(MENTION)) found.add(match[1]!.toLowerCase());
  return [...found];
}
