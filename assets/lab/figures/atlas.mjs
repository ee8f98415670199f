/* From a kept atlas to what is shown of it at one damping: map and table. */
/** @import { Atlas, AtlasFigure, Figure, Part } from "../types.d.ts" */
import { colorAt, inkOn } from "./ink.mjs";

// With more classes than these, numbers have no room in the map's cells.
const MOST_WRITTEN = 20;

/** As Python writes it in the address and in the field: 1e-05, 0.0001. @param {number} damping */
const dampingText = (damping) =>
  damping > 0 && damping < 1e-4
    ? damping.toExponential().replace(/e-(\d)$/, "e-0$1")
    : String(damping);
/** @param {number} value */
const percent = (value) => (100 * value).toFixed(1);
/** The best verdicts first, then by merge cost: as core.atlas ranks. @param {Atlas} data @param {number} column */
const ranked = (data, column) =>
  [...data.rows].sort(
    (a, b) =>
      b.verdict[column] - a.verdict[column] ||
      (a.merge_cost[column] ?? Infinity) - (b.merge_cost[column] ?? Infinity) ||
      a.pair[0] - b.pair[0] ||
      a.pair[1] - b.pair[1],
  );

/**
 * One color scale for all dampings, so that moving the damping compares like with like.
 * @param {Atlas} data
 * @param {AtlasFigure} figure
 * @param {number} lowest
 * @param {number} highest
 */
function scaleOf(data, figure, lowest, highest) {
  let [low, high] = [Infinity, -Infinity];
  // One by one: as arguments of one call they would be too many from some 100,000 on.
  for (const row of data.rows) {
    for (const value of row[figure]) {
      if (value === null) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return high - low > 1e-9 ? [low, high] : [lowest, highest];
}

/**
 * @typedef {object} Cell
 * @property {string} x
 * @property {string} y
 * @property {number} value
 * @property {string} written
 */

/**
 * The cells' numbers, each black or white, whichever reads better on its cell.
 * @param {Cell[]} cells
 * @param {Part[]} shown
 * @param {(value: number) => number} share
 */
function numbersOf(cells, [{ colorscale }, skeleton], share) {
  return {
    ...skeleton,
    x: cells.map((cell) => cell.x),
    y: cells.map((cell) => cell.y),
    text: cells.map((cell) => cell.written),
    textfont: {
      ...skeleton.textfont,
      color: cells.map((cell) => inkOn(colorAt(colorscale, share(cell.value)))),
    },
  };
}

/** Ticks that a narrow scale can tell apart. @param {boolean} share @param {number} span */
function ticksOf(share, span) {
  const digits = Math.max(0, Math.ceil(-Math.log10(span) - (share ? 1.3 : 0.3)));
  return share ? `.${digits}%` : `.${digits + 1}f`;
}

/**
 * @param {Atlas} data
 * @param {number} column
 * @param {AtlasFigure} figure
 * @param {[string, number, number]} range the figure's title, and its scale where nothing varies
 * @param {Figure} shown
 * @returns {Figure}
 */
function mapOf(data, column, figure, range, shown) {
  const count = data.names.length;
  /** @type {(number | null)[][]} */
  const z = data.names.map(() => Array(count).fill(null));
  /** @type {Cell[]} */
  const cells = [];
  for (const row of data.rows) {
    const [i, j] = row.pair;
    const value = row[figure][column];
    for (const [a, b] of [
      [i, j],
      [j, i],
    ]) {
      z[a][b] = value;
      if (count > MOST_WRITTEN || value === null) continue;
      const written = figure === "cosine" ? value.toFixed(2) : percent(value);
      cells.push({ x: data.names[b], y: data.names[a], value, written });
    }
  }
  const [title, lowest, highest] = range;
  const [zmin, zmax] = scaleOf(data, figure, lowest, highest);
  const share = figure !== "cosine";
  return {
    ...shown,
    data: [
      {
        ...shown.data[0],
        x: data.names,
        y: data.names,
        z,
        zmin,
        zmax,
        colorbar: { ...shown.data[0].colorbar, tickformat: ticksOf(share, zmax - zmin) },
        hovertemplate: `%{y} and %{x}<br>${title}: %{z:${share ? ".2%" : ".4f"}}<extra></extra>`,
      },
      numbersOf(cells, shown.data, (value) => (value - zmin) / (zmax - zmin)),
    ],
  };
}

/** Rows of the table of pairs, the cheapest merge first. @param {Atlas} data @param {number} column */
function tableOf(data, column) {
  const interval = (/** @type {number[]} */ ends) =>
    [...new Set(ends)].map(dampingText).join(" to ");
  const count = (/** @type {[number[], number]} */ [right, samples]) =>
    `${right[column].toLocaleString("en")} of ${samples.toLocaleString("en")}`;
  return ranked(data, column).map((row) => ({
    pair: row.pair.map((label) => data.names[label]).join("-"),
    id: row.pair.join("-"),
    merge_cost: row.merge_cost[column],
    merged_recall: row.merged_recall[column],
    recall_count: count(row.recall),
    recall_interval: row.recall_interval[column],
    bystander_change: row.bystander_change[column],
    bystander_count: count(row.bystanders),
    bystander_interval: row.bystander_interval[column],
    worst_bystander_change: row.worst_bystander_change[column],
    attack_success: row.attack_success[column],
    cosine: row.cosine[column],
    told_apart: row.told_apart[column],
    verdict: data.verdicts[row.verdict[column]] ?? "not measured",
    intervals: row.intervals.map(interval).join(", ") || "none",
  }));
}

export { dampingText, mapOf, ranked, tableOf };
