/* What the classes are called in a picture: a label for each place that has a centroid. */
/** @import { Motion, State } from "../types.d.ts" */
import { namedClasses } from "./groups.mjs";
import { short } from "./naming.mjs";

// Centroids closer than this would have their labels on top of each other.
const TOGETHER = 0.09;
// Names that take more characters than these are only counted.
const LONGEST = 18;
// A longer name is cut short; pointing at the centroid says the whole.
const LONGEST_NAME = 16;

/** Names in one place, the first of them always. @param {string[]} names */
function joined(names) {
  const whole = (/** @type {number} */ count) => names.slice(0, count).join(" · ");
  let count = names.length;
  while (count > 1 && whole(count).length > LONGEST) count--;
  const left = names.length - count;
  return left ? `${whole(count)} and ${left} more` : whole(count);
}

/**
 * A label for each centroid, the last rows of `columns`; those in one place share the first's,
 * the pair coming first. Where only the pair's samples are shown, no other class is named.
 * @param {Pick<Motion, "names" | "pair" | "indices">} motion
 * @param {Float32Array[]} columns
 * @param {State["shown"]} [shown]
 */
function labelsOf({ names, pair, indices }, columns, shown = "all") {
  const base = indices.length;
  const others = namedClasses({ names, pair }, shown).filter((label) => !pair.includes(label));
  const apart = (/** @type {number} */ a, /** @type {number} */ b) =>
    Math.hypot(...columns.map((one) => one[base + a] - one[base + b]));
  /** @type {number[][]} */
  const groups = [];
  for (const label of [...pair, ...others]) {
    const near = groups.find((group) => apart(group[0], label) < TOGETHER);
    if (near) near.push(label);
    else groups.push([label]);
  }
  const labels = names.map(() => "");
  for (const group of groups) {
    const [merged, rest] = [true, false].map((inside) =>
      group
        .filter((label) => pair.includes(label) === inside)
        .map((label) => short(names[label], LONGEST_NAME)),
    );
    labels[group[0]] = joined([...(merged.length ? [merged.join(" + ")] : []), ...rest]);
  }
  return labels;
}

export { labelsOf };
