/* Which samples are drawn, and in which trace: rows of a motion. */
/** @import { Groups, Motion, State } from "../types.d.ts" */

/**
 * Two lists as one, evenly through each other: what is drawn last covers what came before, and
 * neither class of a pair may cover the other.
 * @param {number[]} first
 * @param {number[]} second
 */
function interleaved(first, second) {
  const placed = [first, second].flatMap((rows) =>
    rows.map((row, at) => ({ row, place: (at + 0.5) / rows.length })),
  );
  return placed.sort((a, b) => a.place - b.place).map(({ row }) => row);
}

/**
 * @param {State} state
 * @returns {Groups}
 */
function groupsOf({ motion, reads, shown }) {
  /** @type {number[][]} */
  const [others, first, second] = [[], [], []];
  reads.labels.forEach((label, row) => {
    const at = motion.pair.indexOf(label);
    const kept = {
      all: true,
      pair: at >= 0,
      changed: reads.before[row] !== reads.after[row],
      misread: reads.after[row] !== label,
    }[shown];
    if (kept) (at < 0 ? others : at % 2 ? second : first).push(row);
  });
  return { others, pair: interleaved(first, second) };
}

/** All rows that are drawn. @param {Groups} groups */
const drawnRows = ({ others, pair }) => [...others, ...pair];

/**
 * The classes that have a mark and a name: all of them, or the pair where nobody else is shown.
 * @param {Pick<Motion, "names" | "pair">} motion
 * @param {State["shown"]} shown
 */
const namedClasses = ({ names, pair }, shown) =>
  shown === "pair" ? pair : names.map((_, label) => label);

/** The rows of their means, among the last of a motion. @param {State} state */
const centroidRows = ({ motion, shown }) =>
  namedClasses(motion, shown).map((label) => motion.indices.length + label);

/**
 * Of the rows that are drawn, the marked ones.
 * @param {State} state
 * @param {Groups} groups
 */
const markedRows = ({ motion, marked }, groups) =>
  marked?.size ? drawnRows(groups).filter((row) => marked.has(motion.indices[row])) : [];

/** What rows are called in the data set. @param {Motion} motion @param {number[]} rows */
const indicesOf = (motion, rows) => rows.map((row) => motion.indices[row]);

export { centroidRows, drawnRows, groupsOf, indicesOf, interleaved, markedRows, namedClasses };
