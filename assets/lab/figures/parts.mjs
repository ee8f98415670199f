/* Traces put together from a skeleton of components/figures, which has the styles, and from what
   a state says of them, by their names. */
/** @import { Column, Motion, Part, Parts, Side, State, Trace } from "../types.d.ts" */
import { colorsOf } from "./colors.mjs";
import { indicesOf } from "./groups.mjs";

/** @param {Column} column @param {number[]} rows */
const gather = (column, rows) => Float32Array.from(rows, (row) => column[row]);

/**
 * Some rows of columns, as a trace's coordinates.
 * @param {Float32Array[]} columns
 * @param {number[]} rows
 * @returns {Part}
 */
const placed = (columns, rows) =>
  Object.fromEntries(columns.map((column, axis) => ["xyz"[axis], gather(column, rows)]));

/**
 * How samples look that are drawn in one trace.
 * @param {State} state
 * @param {number[]} rows
 * @param {Side} side
 * @returns {Part}
 */
const samplesPart = (state, rows, side) => ({
  marker: colorsOf(state, rows, side),
  customdata: indicesOf(state.motion, rows),
});

/**
 * The pair's samples: two classes in one trace, each with its own symbol and size.
 * @param {State} state
 * @param {number[]} rows
 * @param {Side} side
 * @param {Trace[]} skeleton
 * @returns {Part}
 */
function pairPart(state, rows, side, skeleton) {
  const { motion, reads } = state;
  const meta = skeleton.find(({ name }) => name === "pair")?.meta;
  const which = rows.map((row) => motion.pair.indexOf(reads.labels[row]));
  const { marker, customdata } = samplesPart(state, rows, side);
  // A group may have more classes than there are symbols.
  const symbol = which.map((at) => meta.symbols[at % 2]);
  const size = which.map((at) => meta.sizes[at % 2]);
  const classes = motion.pair.map((label) => motion.names[label]);
  return { marker: { ...marker, symbol, size }, customdata, meta: { ...meta, classes } };
}

/**
 * A skeleton's traces, each with its part, styles of markers one level deep.
 * @param {Trace[]} skeleton
 * @param {Parts} parts
 * @returns {Trace[]}
 */
const joined = (skeleton, parts) =>
  skeleton.map((trace) => {
    const part = parts[trace.name];
    if (!part) return trace;
    return { ...trace, ...part, marker: { ...trace.marker, ...part.marker } };
  });

/**
 * Parts over parts: what both say of a trace is kept from each.
 * @param {Parts} some
 * @param {Parts} more
 * @returns {Parts}
 */
const merged = (some, more) =>
  Object.fromEntries(
    [...new Set([...Object.keys(some), ...Object.keys(more)])].map((name) => [
      name,
      { ...some[name], ...more[name] },
    ]),
  );

export { gather, joined, merged, pairPart, placed, samplesPart };
