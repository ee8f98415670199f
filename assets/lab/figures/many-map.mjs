/* The map of many classes: a cell for one pair, or for the best of several; names where there is room. */
/** @import { ManyColor, ManyMap, ManySide } from "../many.d.ts" */
/** @import { Figure, Part } from "../types.d.ts" */
import { literal, shortened } from "./naming.mjs";

// Of so many classes names stand along an axis, and so many of them have room there.
const MOST_NAMED = 40;
const MOST_NAMES = 20;
// A leak comes as a whole number of these.
const LEAK_STEPS = 10_000;

/** @param {number} number */
const whole = (number) => number.toLocaleString("en-US");

/** Where the cells of a side end, on its axis. @param {ManySide} side */
function edgesOf({ start, stop, size }) {
  const count = Math.ceil((stop - start) / size);
  return [...Array(count).keys()].map((at) => start + at * size - 0.5).concat(stop - 0.5);
}

/** @param {ManyMap} map @param {number} at a cell, row after row */
function wordsOf({ cells, means, rows, columns }, at) {
  if (cells.row[at] < 0) return "";
  const pair = `${literal(rows.names[cells.row[at]])} + ${literal(columns.names[cells.column[at]])}`;
  const survive =
    cells.lost[at] < 0
      ? "survival is not defined"
      : `${whole(means - cells.lost[at])} of ${whole(means)} class centers survive`;
  const leak = cells.leak[at] < 0 ? [] : [`rms leak ${(cells.leak[at] / LEAK_STEPS).toFixed(4)}`];
  const of = rows.size * columns.size > 1 ? ["the most promising in this cell"] : [];
  return [pair, `${survive}, foreseen`, ...leak, ...of].join("<br>");
}

/** @param {ManyMap} map @param {ManyColor} color @param {number} at */
function shownOf({ cells, means }, color, at) {
  const known = cells.row[at] >= 0;
  if (color === "leak") return known && cells.leak[at] >= 0 ? cells.leak[at] / LEAK_STEPS : null;
  return known && cells.lost[at] >= 0 ? 1 - cells.lost[at] / means : null;
}

/** The ends of the scale, those of all pairs; where all are alike, one class mean apart. @param {ManyMap} map @param {ManyColor} color */
function endsOf({ scales, means }, color) {
  const [low, high] = scales[color] ?? [0, 1];
  return low < high ? [low, high] : [low - 1 / means, high];
}

/** An axis of a side: its names where they have room. @param {ManySide} side @param {Part} axis @param {boolean} falls */
function axisOf({ start, stop, names }, axis, falls) {
  const named = stop - start <= MOST_NAMED;
  const step = Math.ceil((stop - start) / MOST_NAMES);
  const places = named ? names.flatMap((_, at) => (at % step ? [] : [at])) : [];
  const words = shortened(places.map((at) => names[at]));
  const ends = [start - 0.5, stop - 0.5];
  return {
    ...axis,
    visible: named,
    autorange: false,
    range: falls ? ends.reverse() : ends,
    tickvals: places.map((at) => start + at),
    ticktext: words.map(literal),
    ...(falls ? {} : { tickangle: -60 }),
  };
}

/** @param {ManyMap} map @param {boolean} clean */
function marksOf({ marks, rows, columns }, clean) {
  const some = marks.clean.flatMap((one, at) => (Boolean(one) === clean ? [at] : []));
  return {
    x: some.map((at) => columns.start + marks.column[at]),
    y: some.map((at) => rows.start + marks.row[at]),
  };
}

/**
 * The figure of a window.
 * @param {ManyMap} map
 * @param {ManyColor} color
 * @param {Figure} skeleton
 * @returns {Figure}
 */
export function manyMapOf(map, color, { data: traces, layout = {} }) {
  const [x, y] = [edgesOf(map.columns), edgesOf(map.rows)];
  const width = x.length - 1;
  /** @template Value @param {(at: number) => Value} make */
  const grid = (make) =>
    y.slice(1).map((_, row) => x.slice(1).map((_, column) => make(row * width + column)));
  const [zmin, zmax] = endsOf(map, color);
  const tickformat = color === "leak" ? ".3~f" : ".2~%";
  const gap = width <= MOST_NAMED ? 1 : 0;
  /** @type {Record<string, (trace: Part) => Part>} */
  const filled = {
    cells: (trace) => ({
      ...{ x, y, zmin, zmax, xgap: gap, ygap: gap },
      z: grid((at) => shownOf(map, color, at)),
      text: grid((at) => wordsOf(map, at)),
      hovertemplate: "%{text}<extra></extra>",
      // The smaller leak is the better one.
      reversescale: color === "leak",
      colorbar: { ...trace.colorbar, tickformat },
    }),
    measured: () => marksOf(map, false),
    clean: () => marksOf(map, true),
  };
  return {
    data: traces.map((trace) => ({ ...trace, ...filled[trace.name](trace) })),
    layout: {
      ...layout,
      xaxis: axisOf(map.columns, layout.xaxis, false),
      yaxis: axisOf(map.rows, layout.yaxis, true),
    },
  };
}

/** What the map shows, in words. @param {ManyMap} map */
export function manyMapWords({ rows, columns, classes }) {
  const [down, across] = [rows, columns].map(({ start, stop }) => stop - start);
  const all = down === classes && across === classes;
  const seen = all
    ? `All ${whole(classes)} classes`
    : `${whole(down)} by ${whole(across)} of ${whole(classes)} classes`;
  const several = rows.size * columns.size > 1;
  const cell = several
    ? `A cell has the best pair of ${rows.size} by ${columns.size}; click or drag to look closer`
    : "A click opens a pair";
  return `${seen}, alike ones together. ${cell}. Star: measured and clean; ring: measured.`;
}
