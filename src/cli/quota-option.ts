/** @file How quotas are written in the terminal: `ana>=100`, `ana<=20`, `100<=ana<=200`. Plain Node. */
import { InvalidArgumentError } from 'commander';
import type { AuthorQuota } from '../shared/rules.ts';

const FORM = /^(?:(\d{1,6})\s*<=\s*)?(.+?)(?:\s*(>=|<=)\s*(\d{1,6}))?$/;

/**
 * One more quota for the list, as commander collects options.
 * @throws InvalidArgumentError if it is not written so, or its author has a quota already
 */
export function parseQuota(text: string, others: readonly AuthorQuota[] = []): AuthorQuota[] {
  const [, before, name = '', sign, after] = FORM.exec(text.trim()) ?? [];
  const author = name.trim();
  if (author === '' || /[<>=]/.test(author) || (before === undefined && sign === undefined)) {
    throw new InvalidArgumentError('Write it like "ana>=100", "ana<=20" or "100<=ana<=200".');
  }
  if (before !== undefined && sign === '>=') {
    throw new InvalidArgumentError('Write at least and at most like "100<=ana<=200".');
  }
  if (others.some((other) => other.author.toLocaleLowerCase('en') === author.toLocaleLowerCase('en'))) {
    throw new InvalidArgumentError(`${author} has a rule already; write both numbers like "100<=ana<=200".`);
  }
  const least = before ?? (sign === '>=' ? after : undefined);
  const most = sign === '<=' ? after : undefined;
  return [...others, { author, least: Number(least ?? 0), most: most === undefined ? null : Number(most) }];
}
