/* An atlas of three pairs at three dampings. */

export const row = (pair, changes = {}) => ({
  pair,
  method: "paper",
  ...Object.fromEntries(
    ["merged_accuracy", "strict_accuracy", "prototype_accuracy", "genuine_accept", "flip_rate"].map(
      (figure) => [figure, [0.5, 0.5, 0.5]],
    ),
  ),
  merge_cost: [0.1, 0.2, 0],
  merged_recall: [0.9, 0.8, 0.9],
  told_apart: [0.5, 0.6, 0.99],
  bystander_change: [-0.01, 0, 0],
  worst_bystander_change: [-0.1, 0, 0],
  attack_success: [0.9, 0.9, 0.1],
  cosine: [0.2, 0.2, 0.2],
  recall_interval: ["a", "b", "c"],
  bystander_interval: ["c", "d", "e"],
  recall: [[90, 80, 90], 100],
  bystanders: [[1800, 1900, 1900], 2000],
  clean: [0, 0, 0],
  verdict: [1, 1, 0],
  intervals: [],
  // Pass as the same, read as either, told apart, others right.
  reached: [
    [0.9, 0.9, 0.1],
    [0.9, 0.8, 0.9],
    [0.5, 0.6, 0.99],
    [0.9, 0.95, 0.95],
  ],
  needed: [0.92, 0.85, 0.75, 0.94],
  norm: 0.8,
  leak: 0.4,
  landing: [0, 0, 0],
  foreseen: [0, 1, 0],
  ...changes,
});

export const atlas = {
  names: ["zero", "one", "two"],
  dampings: [0, 0.5, 1],
  verdicts: ["Not merged", "Merged, but read as another class", "Merges cleanly"],
  complete: true,
  rows: [
    row([0, 1], {
      clean: [1, 1, 0],
      verdict: [2, 2, 0],
      intervals: [[0, 0.5]],
      needed: [0.9, 0.8, 0.75, 0.9],
    }),
    row([0, 2], {
      merge_cost: [0.05, 0.3, 0],
      clean: [0, 1, 0],
      verdict: [1, 1, 0],
      intervals: [[0.5, 0.5]],
    }),
    row([1, 2], { merge_cost: [null, 0.1, 0] }),
  ],
};

export const METHODS = { paper: "As the paper does it", stretched: "Stretched" };
export const COST = "Cost of merging";
export const FIGURES = {
  merge_cost: { title: COST, term: "Merge cost" },
  bystander_change: { title: "Change of the others", term: "Bystander change" },
  cosine: { title: "Centers alike", term: "Cosine" },
};
export const here = (column) => ({ column, best: false, methods: null, figure: "merge_cost" });
export const theBest = (column) => ({ ...here(column), best: true });
