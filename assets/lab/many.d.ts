/* What the modules of the view of many classes hand to each other. Read by the type checker alone. */

/** From one place in the order of classes to before another. */
export type Range = [number, number];
/** A part of the map; null: all of it. */
export interface ManyWindow {
  rows: Range;
  columns: Range;
}
export type ManyColor = "survival" | "leak";

/** One side of a window as it is sent: places, so many of them a cell. */
export interface ManySpan {
  start: number;
  stop: number;
  size: number;
}
/** And with the classes at these places. */
export interface ManySide extends ManySpan {
  labels: number[];
  names: string[];
}
/** A window of the map: components/many/window.py. */
export interface ManyMap {
  classes: number;
  pairs: number;
  /** So many class means there are, of which some are lost. */
  means: number;
  /** The least and the largest over all pairs. */
  scales: Record<ManyColor, Range | null>;
  rows: ManySide;
  columns: ManySide;
  /** Of each cell, row after row, its best pair and what is foreseen of it; -1 without a pair. */
  cells: { row: number[]; column: number[]; lost: number[]; leak: number[] };
  /** Measured pairs in the window, by their places from its start, and which are clean. */
  marks: { row: number[]; column: number[]; clean: number[] };
}
/** As it is sent, each class once; or why there is none. */
export type ManySeen = { key: string } & (
  | { refused: string }
  | ({
      refused: null;
      places: { start: number; labels: number[]; names: string[] };
      rows: ManySpan;
      columns: ManySpan;
    } & Omit<ManyMap, "rows" | "columns">)
);
/** How far the most promising are measured: components/many/measuring.py. */
export interface ManyProgress {
  key: string;
  left: boolean;
  done: number;
  of: number;
  measured: number;
  answer: string;
  agreement: string;
}
/** What the view holds: model/many.mjs. */
export interface ManyState {
  key: string;
  query: string;
  map: ManyMap | null;
  refused: string | null;
  window: ManyWindow | null;
  color: ManyColor;
  find: string;
  count: number;
  running: boolean;
  progress: ManyProgress | null;
}
