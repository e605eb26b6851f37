/** @file What a bar or column of a chart stands for. Types only. */

export interface ChartItem {
  key: string;
  /** Beside a bar, under a column; may be empty. */
  title: string;
  size: number;
  /** The number, or the whole fact, in words. */
  text: string;
  /** CSS colour; the accent without it. */
  colour?: string;
  onClick?: () => void;
}
