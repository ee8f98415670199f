import assert from "node:assert/strict";
import { test } from "node:test";
import { dampingText, mapOf, ranked, tableOf } from "../../assets/lab/figures/atlas.mjs";
import { frontOf, paretoOf, pointsOf } from "../../assets/lab/figures/atlas-pareto.mjs";
import { mapWords, paretoWords } from "../../assets/lab/figures/atlas-words.mjs";

const row = (pair, changes = {}) => ({
  pair,
  merge_cost: [0.1, 0.2],
  merged_recall: [0.9, 0.8],
  bystander_change: [-0.01, 0],
  worst_bystander_change: [-0.1, 0],
  attack_success: [0.5, 0.4],
  cosine: [0.2, 0.2],
  recall_interval: ["a", "b"],
  bystander_interval: ["c", "d"],
  recall: [[90, 80], 100],
  bystanders: [[1800, 1900], 2000],
  clean: [0, 1],
  told_apart: [0.9, 0.1],
  verdict: [1, 1],
  intervals: [],
  ...changes,
});
const atlas = {
  names: ["zero", "one", "two"],
  dampings: [0, 0.5],
  verdicts: ["not clean", "clean"],
  complete: true,
  rows: [
    row([0, 1]),
    row([0, 2], { merge_cost: [0.05, null], merged_recall: [0.95, 0.7], clean: [0, 0] }),
    row([1, 2], { merge_cost: [null, 0.1], merged_recall: [null, 0.9], intervals: [[0.1, 0.5]] }),
  ],
};
const scale = [
  [0, "#000000"],
  [1, "#ffffff"],
];
const shown = {
  data: [{ colorscale: scale, colorbar: {} }, { textfont: { size: 12 } }],
  layout: { title: "kept" },
};
const COST = ["Merge cost", 0, 1];

test("pairs are ranked by their cost; one without comes last, equals by their classes", () => {
  const order = (column) => ranked(atlas, column).map(({ pair }) => pair.join(""));
  assert.deepEqual(order(0), ["02", "01", "12"]);
  assert.deepEqual(order(1), ["12", "01", "02"]);
  // A better verdict goes before a lower cost.
  const [first, ...others] = atlas.rows;
  const worse = { ...atlas, rows: [{ ...first, merge_cost: [0, 0], verdict: [0, 0] }, ...others] };
  assert.deepEqual(
    ranked(worse, 0).map(({ pair }) => pair.join("")),
    ["02", "12", "01"],
  );
  const equal = { ...atlas, rows: [row([1, 2]), row([0, 2]), row([0, 1])] };
  assert.deepEqual(
    ranked(equal, 0).map(({ pair }) => pair.join("")),
    ["01", "02", "12"],
  );
});

test("the map is symmetric, with nothing where nothing is measured", () => {
  const { data, layout } = mapOf(atlas, 0, "merge_cost", COST, shown);
  const [map, numbers] = data;
  assert.deepEqual(map.z, [
    [null, 0.1, 0.05],
    [0.1, null, null],
    [0.05, null, null],
  ]);
  assert.deepEqual([map.zmin, map.zmax], [0.05, 0.2]);
  assert.deepEqual(numbers.text, ["10.0", "10.0", "5.0", "5.0"]);
  assert.equal(layout.title, "kept");
  // Dark cells have white numbers, light ones black.
  assert.equal(numbers.textfont.color[2], "#ffffff");
  const light = mapOf(atlas, 1, "merge_cost", COST, shown).data[1];
  assert.equal(light.textfont.color[light.text.indexOf("20.0")], "#000000");
});

test("one color scale for all dampings, from any number of pairs", () => {
  const rows = Array.from({ length: 200_000 }, (_, at) => row([0, 1], { cosine: [at, -at] }));
  const { zmin, zmax } = mapOf({ ...atlas, rows }, 0, "cosine", ["Cosine", -1, 1], shown).data[0];
  assert.deepEqual([zmin, zmax], [-199_999, 199_999]);
  const flat = { ...atlas, rows: [row([0, 1], { cosine: [0.3, 0.3] })] };
  const one = mapOf(flat, 0, "cosine", ["Cosine", -1, 1], shown).data[0];
  assert.deepEqual([one.zmin, one.zmax], [-1, 1]);
});

test("the front is what no other pair beats in both", () => {
  const points = pointsOf(atlas, 1);
  assert.deepEqual(
    points.map(({ x, y }) => [x, y]),
    [
      [0.8, 0],
      [0.7, 0],
      [0.9, 0],
    ],
  );
  assert.equal(pointsOf(atlas, 0).length, 2);
  const at = (x, y) => ({ x, y, clean: false, pair: [0, 1], name: `${x} ${y}` });
  const front = frontOf([at(0.5, -1), at(0.9, -3), at(0.7, -2), at(0.6, -2.5), at(0.9, -4)]);
  assert.deepEqual(
    front.map(({ name }) => name),
    ["0.9 -3", "0.7 -2", "0.5 -1"],
  );
  const { data } = paretoOf(atlas, 1, { data: [], layout: {} });
  assert.deepEqual(
    data.map(({ name }) => name),
    ["Pareto front", "not clean (1)", "clean (2)"],
  );
  assert.deepEqual(data[2].customdata, [
    [0, 1],
    [1, 2],
  ]);
});

test("the table says of how many, and where a pair is clean", () => {
  const [first, , last] = tableOf(atlas, 0);
  assert.equal(first.pair, "zero-two");
  assert.equal(first.id, "0-2");
  assert.equal(first.recall_count, "90 of 100");
  assert.equal(first.bystander_count, "1,800 of 2,000");
  assert.equal(first.intervals, "none");
  assert.equal(last.intervals, "0.1 to 0.5");
  assert.equal(last.merge_cost, null);
  assert.equal(last.verdict, "clean");
  assert.equal(first.told_apart, 0.9);
});

test("dampings are written as Python writes them", () => {
  assert.deepEqual([0, 1e-5, 1.5e-5, 1e-4, 0.5, 1].map(dampingText), [
    "0",
    "1e-05",
    "1.5e-05",
    "0.0001",
    "0.5",
    "1",
  ]);
});

test("figures in words", () => {
  assert.equal(
    mapWords(atlas, 0, "merge_cost", "Merge cost"),
    "Merge cost at damping 0: lowest 5.0 % for zero-two, highest 10.0 % for zero-one; 0 of 3 pairs are clean.",
  );
  const none = { ...atlas, rows: [row([0, 1], { cosine: [null, null] })], complete: false };
  assert.equal(
    mapWords(none, 0, "cosine", "Cosine"),
    "Cosine at damping 0 is not defined for any pair.",
  );
  assert.equal(
    paretoWords(atlas, 0),
    "At damping 0, 1 of 3 pairs is on the front: zero and two (recall 95.0 %, bystanders −1.00 points).",
  );
  const unmeasured = { ...atlas, rows: atlas.rows.slice(2), complete: false };
  assert.equal(paretoWords(unmeasured, 0), "At damping 0 no pair has both figures.");
});
