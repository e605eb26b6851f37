/** @file CSV as spreadsheets and programs both read it safely. Pure. RFC 4180: quoted where needed, CRLF, UTF-8. */

export type Cell = string | number | boolean | null;

/**
 * One line with its line end. Text that a spreadsheet would run as a formula (= + - @, tab, return at its start) gets
 * an apostrophe before it (OWASP, "CSV Injection"); numbers stay numbers. Texts of digits, such as ids, are quoted.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /^\d+$|[",\r\n']|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What begins a UTF-8 file, so that spreadsheets do not take it for something else. */
export const BYTE_ORDER_MARK = '\uFEFF';
