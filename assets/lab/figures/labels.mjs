/* What the classes are called in a picture: a label for each place that has a centroid. */
// Centroids closer than this would have their labels on top of each other.
const TOGETHER = 0.09;

/* A label for each centroid, the last rows of `columns`; those in one place share the first's,
   the pair coming first. */
function labelsOf({ names, pair, indices }, columns) {
  const base = indices.length;
  const others = names.map((_, label) => label).filter((label) => !pair.includes(label));
  const apart = (a, b) => Math.hypot(...columns.map((one) => one[base + a] - one[base + b]));
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
