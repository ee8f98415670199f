/* The ends of the map's color scale: round numbers around all that a figure is in this atlas, at any
   strength, so that small differences are seen and a color stays as the slider moves. */
/** @import { Atlas, Look } from "../atlas.d.ts" */

// The ends are so many times finer than what lies between them.
const PARTS = 20;
const ROUND = [1, 2, 5, 10];
/** Without what sums of fractions leave. @param {number} value */
const plain = (value) => Number(value.toPrecision(12));

/** The least round number that is not below a value. @param {number} value */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * (ROUND.find((times) => times * power >= value * (1 - 1e-9)) ?? 10);
}

/** @param {number} low @param {number} high @returns {[number, number]} */
function around(low, high) {
  // All alike: from nothing on, or to nothing.
  if (low === high) return low ? [Math.min(low, 0), Math.max(low, 0)] : [0, 1];
  const step = roundUp((high - low) / PARTS);
  return [plain(step * Math.floor(low / step + 1e-9)), plain(step * Math.ceil(high / step - 1e-9))];
}

/**
 * The lowest and the highest value of the scale.
 * @param {Atlas} data
 * @param {Look} look
 * @returns {[number, number]}
 */
export function scaleOf({ rows }, { best, figure }) {
  if (best) return [0, 1];
  const known = rows.flatMap((row) => row[figure].filter((value) => value !== null));
  if (!known.length) return [0, 1];
  const ends = (/** @type {(a: number, b: number) => number} */ of) =>
    known.reduce((one, other) => of(one, other));
  return around(ends(Math.min), ends(Math.max));
}
