/* What the classes are called in a picture: a label for each place that has a centroid. */
/** @import { Motion } from "../types.d.ts" */
// Centroids closer than this would have their labels on top of each other.
const TOGETHER = 0.09;

/**
 * A label for each centroid, the last rows of `columns`; those in one place share the first's,
 * the pair coming first.
 * @param {Pick<Motion, "names" | "pair" | "indices">} motion
 * @param {Float32Array[]} columns
 */
function labelsOf({ names, pair, indices }, columns) {
  const base = indices.length;
  const others = names.map((_, label) => label).filter((label) => !pair.includes(label));
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
      group.filter((label) => pair.includes(label) === inside).map((label) => names[label]),
    );
    labels[group[0]] = [...(merged.length ? [merged.join(" + ")] : []), ...rest].join(" · ");
  }
  return labels;
}

export { labelsOf };
