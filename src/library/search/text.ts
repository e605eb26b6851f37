/** @file Full text: what a person types becomes an FTS5 expression that can never be a syntax error. Node. */
import type { Database } from '../catalogue/database.ts';
import type { Columns } from './columns.ts';
import type { Mask } from './filters.ts';

/**
 * The FTS5 expression for some words: all must be there, the last one may be unfinished, "quoted words" stand together,
 * a word with '-' before it must not be there. Null when nothing is asked.
 */
export function matchExpression(text: string): string | null {
  const wanted: string[] = [];
  const unwanted: string[] = [];
  const tokens = [...text.normalize('NFC').matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g)];
  for (const [index, [whole, minus, phrase, word]] of tokens.entries()) {
    const plain = (phrase ?? word ?? '').replace(/^[#@]+/, '');
    // The tokenizer keeps letters and digits: a token without any would match nothing.
    if (!/[\p{L}\p{N}]/u.test(plain)) continue;
    const isOpen = index === tokens.length - 1 && phrase === undefined && text.endsWith(whole);
    const term = `"${plain.replaceAll('"', '""')}"${isOpen ? '*' : ''}`;
    (minus === '-' ? unwanted : wanted).push(term);
  }
  if (wanted.length === 0 && unwanted.length === 0) return null;
  const positive = wanted.join(' AND ');
  if (unwanted.length === 0) return positive;
  const negative = unwanted.join(' OR ');
  return wanted.length === 0 ? `NOT ${negative}` : `(${positive}) NOT (${negative})`;
}

/** Photos whose words match; null when the text asks for nothing. */
export function textMask(database: Database, columns: Columns, text: string): Mask | null {
  const expression = matchExpression(text);
  if (expression === null) return null;
  // FTS5 has no NOT without something before it: the complement is taken here.
  const isComplement = expression.startsWith('NOT ');
  // One text with all ids is read several times faster than as many rows.
  const { ids } = database
    .prepare('SELECT json_group_array(rowid) AS ids FROM photo_text WHERE photo_text MATCH ?')
    .get(isComplement ? expression.slice(4) : expression) as { ids: string };
  const mask = new Uint8Array(columns.count).fill(isComplement ? 1 : 0);
  for (const photoId of JSON.parse(ids) as number[]) {
    const position = columns.positions.get(photoId);
    if (position !== undefined) mask[position] = isComplement ? 0 : 1;
  }
  return mask;
}
