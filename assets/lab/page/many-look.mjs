/* Where the map of many classes is looked at: a drag, keys and buttons give a window of places. Pure. */
/** @import { ManyMap, ManyWindow, Range } from "../many.d.ts" */

// A window has at least so many classes along each side, and a click looks at so many.
const LEAST = 4;
const CLOSER = 40;

/** A range of whole places that there are. @param {number} low @param {number} high @param {number} classes @returns {Range} */
function within(low, high, classes) {
  const least = Math.min(LEAST, classes);
  const length = Math.min(classes, Math.max(least, Math.round(high - low)));
  const start = Math.min(classes - length, Math.max(0, Math.round(low)));
  return [start, start + length];
}

/** @param {ManyMap} map @returns {ManyWindow} */
const windowOf = ({ rows, columns }) => ({
  rows: [rows.start, rows.stop],
  columns: [columns.start, columns.stop],
});

/** A window, null where it is all there is. @param {ManyWindow} window @param {number} classes */
const orWhole = (window, classes) =>
  [window.rows, window.columns].every(([start, stop]) => stop - start === classes) ? null : window;

/**
 * The window that a drag on the map leaves, as plotly says it; undefined where it says nothing of it.
 * @param {ManyMap} map
 * @param {Record<string, unknown>} given
 * @returns {ManyWindow | null | undefined}
 */
export function draggedTo(map, given) {
  if (given["xaxis.autorange"] || given["yaxis.autorange"]) return null;
  /** @param {string} axis @param {Range} range */
  const read = (axis, range) => {
    const [one, other] = [0, 1].map((end) => Number(given[`${axis}.range[${end}]`]));
    if (Number.isNaN(one) || Number.isNaN(other)) return range;
    return within(Math.min(one, other) + 0.5, Math.max(one, other) + 0.5, map.classes);
  };
  const now = windowOf(map);
  if (!Object.keys(given).some((name) => name.includes(".range["))) return undefined;
  const window = { rows: read("yaxis", now.rows), columns: read("xaxis", now.columns) };
  return orWhole(window, map.classes);
}

/** A window around a place. @param {ManyMap} map @param {number} row @param {number} column @returns {ManyWindow | null} */
export function closerTo(map, row, column) {
  /** @param {number} place @param {Range} range */
  const around = (place, [start, stop]) => {
    const length = Math.min(CLOSER, stop - start);
    return within(place - length / 2, place + length / 2, map.classes);
  };
  const now = windowOf(map);
  return orWhole(
    { rows: around(row, now.rows), columns: around(column, now.columns) },
    map.classes,
  );
}

/** By key: how far a window moves down and across, in its own lengths, and how its length changes. @type {Record<string, [number, number, number]>} */
const KEYS = {
  ArrowUp: [-0.25, 0, 1],
  ArrowDown: [0.25, 0, 1],
  ArrowLeft: [0, -0.25, 1],
  ArrowRight: [0, 0.25, 1],
  "+": [0, 0, 0.5],
  "=": [0, 0, 0.5],
  "-": [0, 0, 2],
  "−": [0, 0, 2],
};

/** The window that a key leads to; undefined where it leads nowhere. @param {ManyMap} map @param {string} key @returns {ManyWindow | null | undefined} */
export function steppedBy(map, key) {
  if (key === "0") return null;
  const step = KEYS[key];
  if (!step) return undefined;
  const [down, across, times] = step;
  /** @param {Range} range @param {number} by */
  const move = ([start, stop], by) => {
    const [middle, length] = [(start + stop) / 2 + by * (stop - start), (stop - start) * times];
    return within(middle - length / 2, middle + length / 2, map.classes);
  };
  const now = windowOf(map);
  return orWhole({ rows: move(now.rows, down), columns: move(now.columns, across) }, map.classes);
}

/** The classes of a cell that was clicked, undefined where it has several pairs or none. @param {ManyMap} map @param {number} row @param {number} column @returns {[number, number] | undefined} */
export function pairAt({ rows, columns }, row, column) {
  if (rows.size > 1 || columns.size > 1) return undefined;
  const [one, other] = [rows.labels[row - rows.start], columns.labels[column - columns.start]];
  return one === undefined || other === undefined || one === other ? undefined : [one, other];
}
