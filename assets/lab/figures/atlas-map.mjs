/* The map of the atlas: a cell for each pair, its number, and a frame around a clean one. */
/** @import { Atlas, AtlasRow, Look } from "../atlas.d.ts" */
/** @import { Figure, Part } from "../types.d.ts" */
import {
  bestOf,
  cleanText,
  isClean,
  isEverClean,
  isJudged,
  nameOf,
  placeOf,
  placeText,
} from "./atlas.mjs";
import { scaleOf } from "./atlas-scale.mjs";
import { colorAt, inkOn } from "./ink.mjs";
import { minus } from "./minus.mjs";
import { literal, shortened } from "./naming.mjs";

// With more classes than these, numbers have no room in the map's cells.
const MOST_WRITTEN = 16;
// So many names have room along an axis.
const MOST_NAMES = 24;
// So many letters have room beside each other on a phone; more of them slope down to the left, where
// the rows' names leave room: the last one would end outside.
const LEVEL = 40;
const SLOPE = -40;
// From a cell's middle to its frame.
const INSET = 0.42;
const BEST = "Smallest strength at which a pair is clean";

/** @param {number} value */
const percent = (value) => minus((100 * value).toFixed(1));

/** What the map shows, in words. @param {Look} look @param {string} title of the figure */
const titleOf = ({ best, methods }, title) =>
  methods ? `${BEST} by its best method` : best ? BEST : title;

/**
 * A cell's value; null where it has none.
 * @param {Atlas} data
 * @param {AtlasRow} row
 * @param {Look} look
 */
function cellOf(data, row, { best, column, figure }) {
  if (!best) return row[figure][column];
  const at = bestOf(data, row);
  return at < 0 ? null : 1 - data.dampings[at];
}

/** @param {number} value @param {Look} look */
function written(value, { best, figure }) {
  if (best) return `${Number((100 * value).toFixed(1))}`;
  return figure === "cosine" ? minus(value.toFixed(2)) : percent(value);
}

/**
 * What is said of a cell that is pointed at.
 * @param {Atlas} data
 * @param {AtlasRow} row
 * @param {Look} look
 * @param {string} title
 */
function wordsOf(data, row, look, title) {
  const at = placeOf(data, row, look);
  const verdict = `${data.verdicts[row.verdict[at]] ?? "Not measured"} at ${placeText(data.dampings[at])}`;
  const value = cellOf(data, row, look);
  const unit = look.figure === "cosine" ? "" : "\u00a0%";
  const shown =
    value === null
      ? `${title}: not defined`
      : `${title}: ${look.figure === "cosine" ? value.toFixed(4) : percent(value)}${unit}`;
  const runs = isJudged(row) ? [`Clean at ${cleanText(row)}`] : [];
  const first = look.best ? runs : [shown];
  const by = look.methods ? [`By ${literal(look.methods[row.method])}`] : [];
  return [literal(nameOf(data, row.pair)), ...by, ...first, verdict].join("<br>");
}

/** @param {Atlas} data */
const square = ({ names }) => names.map(() => Array(names.length).fill(null));

/**
 * A frame around each cell, as one line with gaps.
 * @param {number[][]} cells
 */
function framesOf(cells) {
  const across = [-INSET, INSET, INSET, -INSET, -INSET];
  const down = [-INSET, -INSET, INSET, INSET, -INSET];
  return {
    x: cells.flatMap(([, column]) => [...across.map((by) => column + by), null]),
    y: cells.flatMap(([row]) => [...down.map((by) => row + by), null]),
  };
}

/** @param {Atlas} data @param {Part} layout */
function layoutOf({ names }, layout) {
  const step = Math.ceil(names.length / MOST_NAMES);
  const tickvals = names.map((_, label) => label).filter((label) => label % step === 0);
  const words = shortened(names).map(literal);
  const ticktext = tickvals.map((label) => words[label]);
  const ticks = { autorange: false, tickvals, ticktext };
  const tickangle = ticktext.join(" ").length > LEVEL ? SLOPE : 0;
  const [low, high] = [-0.5, names.length - 0.5];
  return {
    ...layout,
    xaxis: { ...layout.xaxis, ...ticks, tickangle, range: [low, high] },
    yaxis: { ...layout.yaxis, ...ticks, range: [high, low] },
  };
}

/**
 * @param {Atlas} data
 * @param {Look} look
 * @param {string} title of the figure
 * @param {Figure} skeleton
 * @returns {Figure}
 */
function mapOf(data, look, title, { data: traces, layout = {} }) {
  const [zmin, zmax] = scaleOf(data, look);
  const [z, empty, text] = [square(data), square(data), square(data)];
  const { colorscale } = /** @type {Part} */ (traces.find(({ name }) => name === "cells"));
  /** @type {{ x: number, y: number, text: string, ink: string }[]} */
  const numbers = [];
  /** @type {Record<string, number[][]>} */
  const frames = { "#ffffff": [], "#000000": [] };
  for (const row of data.rows) {
    const [i, j] = row.pair;
    const value = cellOf(data, row, look);
    const words = wordsOf(data, row, look, titleOf(look, title));
    const marked = look.best ? isEverClean(row) : isClean(row, look.column);
    const ink = inkOn(colorAt(colorscale, ((value ?? zmin) - zmin) / (zmax - zmin)));
    for (const [a, b] of [
      [i, j],
      [j, i],
    ]) {
      text[a][b] = words;
      if (value === null) empty[a][b] = 0;
      else {
        z[a][b] = value;
        numbers.push({ x: b, y: a, text: written(value, look), ink });
      }
      if (marked) frames[ink].push([a, b]);
    }
  }
  const some = data.names.length > MOST_WRITTEN ? [] : numbers;
  const hover = { text, hovertemplate: "%{text}<extra></extra>" };
  const tickformat = !look.best && look.figure === "cosine" ? ".2~f" : ".2~%";
  /** @type {Record<string, (trace: Part) => Part>} */
  const filled = {
    cells: (trace) => ({
      z,
      zmin,
      zmax,
      ...hover,
      // Where there is nothing to color, no scale tells of any.
      showscale: numbers.length > 0,
      colorbar: { ...trace.colorbar, tickformat },
    }),
    empty: () => ({ z: empty, zmin: 0, zmax: 1, ...hover }),
    numbers: (trace) => ({
      x: some.map((cell) => cell.x),
      y: some.map((cell) => cell.y),
      text: some.map((cell) => cell.text),
      textfont: { ...trace.textfont, color: some.map((cell) => cell.ink) },
    }),
    "clean, white": () => framesOf(frames["#ffffff"]),
    "clean, black": () => framesOf(frames["#000000"]),
  };
  return {
    data: traces.map((trace) => ({ ...trace, ...filled[trace.name](trace) })),
    layout: layoutOf(data, layout),
  };
}

export { cellOf, mapOf, titleOf };
