/* What a sample's color says. */
/** @import { Part, Side, State } from "../types.d.ts" */
import { colorAt } from "./ink.mjs";

// A share of one, as components/samples.py sends it.
const SURE = 65535;

/**
 * Stops of a color scale, evenly from 0 to 1.
 * @param {string[]} colors
 * @returns {[number, string][]}
 */
const steps = (colors) => {
  const last = colors.length - 1;
  if (last > 0) return colors.map((color, at) => [at / last, color]);
  return [0, 1].map((at) => [at, colors[0]]);
};

/**
 * How rows are colored on one side: a value each, and the scale they are read on.
 * @param {State} state
 * @param {number[]} rows
 * @param {Side} side
 * @returns {Part}
 */
function colorsOf({ motion, reads, color, scales }, rows, side) {
  if (color === "class" || color === "group") {
    const values = rows.map((row) => {
      const label = reads.labels[row];
      return color === "class" ? label : motion.groups[label];
    });
    const cmax = Math.max(motion.colors.length - 1, 1);
    return { color: values, colorscale: steps(motion.colors), cmin: 0, cmax };
  }
  const sure = side === "before" ? reads.sure_before : reads.sure_after;
  /** @type {(row: number) => number} */
  const read = {
    confidence: (/** @type {number} */ row) => sure[row] / SURE,
    correct: (/** @type {number} */ row) => Number(reads[side][row] === reads.labels[row]),
    changed: (/** @type {number} */ row) => Number(reads.before[row] !== reads.after[row]),
  }[color];
  return { color: rows.map(read), colorscale: steps(scales[color]), cmin: 0, cmax: 1 };
}

/**
 * A marker with a color for each row, each made once, instead of a scale.
 * @param {Part} marker
 * @returns {Part}
 */
function inked({ color, colorscale, cmin, cmax, ...rest }) {
  /** @type {Map<number, string>} */
  const known = new Map();
  const inkOf = (/** @type {number} */ value) => {
    const ink = known.get(value);
    if (ink) return ink;
    const channels = colorAt(colorscale, (value - cmin) / (cmax - cmin));
    const made = `rgb(${channels.map(Math.round).join(", ")})`;
    known.set(value, made);
    return made;
  };
  return { ...rest, color: color.map(inkOf) };
}

export { colorsOf, inked, steps };
