/* The atlas's pairs: where each is looked at, in which order, and what it is called. */
/** @import { Atlas, AtlasRow, Look } from "../atlas.d.ts" */
import { exactText, strengthText } from "../motion/damping.mjs";

/** As it is typed and linked: 1e-05, 0.5, 0. @param {number} damping @returns {string} */
const dampingText = (damping) => (Number.isInteger(damping) ? String(damping) : exactText(damping));

/** A damping as the page speaks of it. @param {number} damping */
const placeText = (damping) =>
  `${strengthText(damping)} strength (damping ${dampingText(damping)})`;

/** What a pair is called, also among others. @param {Atlas} data @param {number[]} pair */
const nameOf = ({ names }, pair) => pair.map((label) => names[label]).join(" + ");

/** @param {AtlasRow} row @param {number} at */
const isClean = (row, at) => row.clean[at] === 1;
/** @param {AtlasRow} row */
const isEverClean = (row) => row.clean.includes(1);

/**
 * The largest clean damping of a pair, which is its gentlest clean edit; -1 where there is none.
 * @param {Atlas} data
 * @param {AtlasRow} row
 */
const bestOf = ({ dampings }, row) =>
  row.clean.reduce(
    (best, clean, at) => (clean && (best < 0 || dampings[at] > dampings[best]) ? at : best),
    -1,
  );

/**
 * The column at which a pair is looked at. One that is clean nowhere has no best damping, and is
 * looked at where the hand is.
 * @param {Atlas} data
 * @param {AtlasRow} row
 * @param {Look} look
 */
function placeOf(data, row, { column, best }) {
  const found = best ? bestOf(data, row) : column;
  return found < 0 ? column : found;
}

/**
 * All pairs with their columns, the best verdicts first, then by merge cost: as core.atlas ranks.
 * @param {Atlas} data
 * @param {Look} look
 */
function ranked(data, look) {
  const placed = data.rows.map((row) => ({ row, at: placeOf(data, row, look) }));
  const cost = (/** @type {{ row: AtlasRow, at: number }} */ { row, at }) =>
    row.merge_cost[at] ?? Infinity;
  return placed.sort(
    (a, b) =>
      b.row.verdict[b.at] - a.row.verdict[a.at] ||
      cost(a) - cost(b) ||
      a.row.pair[0] - b.row.pair[0] ||
      a.row.pair[1] - b.row.pair[1],
  );
}

/** Whether a pair has a verdict at a damping. @param {AtlasRow} row @param {number} at */
const hasVerdict = (row, at) => row.verdict[at] > 0;
/** Whether anything can be said of a pair at some damping. @param {AtlasRow} row */
const isJudged = (row) => row.verdict.some((verdict) => verdict > 0);
/** The share of the others that are read right, the last of what decides. @param {AtlasRow} row */
const othersOf = ({ reached }) => reached[reached.length - 1];

/**
 * The edit strengths at which a pair is clean: 90 % to 100 %.
 * @param {AtlasRow} row
 */
const cleanText = (row) =>
  row.intervals
    .map((run) => [...new Set([...run].reverse().map(strengthText))].join(" to "))
    .reverse()
    .join(", ") || (isJudged(row) ? "no strength" : "no verdict");

export {
  bestOf,
  cleanText,
  dampingText,
  hasVerdict,
  isClean,
  isEverClean,
  isJudged,
  nameOf,
  othersOf,
  placeOf,
  placeText,
  ranked,
};
