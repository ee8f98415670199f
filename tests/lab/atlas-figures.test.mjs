import assert from "node:assert/strict";
import { test } from "node:test";
import { mapOf } from "../../assets/lab/figures/atlas-map.mjs";
import {
  foreseenOf,
  frontOf,
  marginsOf,
  paretoOf,
  pointsOf,
  stretched,
} from "../../assets/lab/figures/atlas-scatter.mjs";
import { atlas, COST, here, row, theBest } from "./atlas-case.mjs";

const scale = [
  [0, "#000000"],
  [1, "#ffffff"],
];
const skeleton = {
  data: [
    { name: "cells", colorscale: scale, colorbar: {} },
    { name: "empty" },
    { name: "numbers", textfont: { size: 12 } },
    { name: "clean, white" },
    { name: "clean, black" },
  ],
  layout: { title: "kept", xaxis: {}, yaxis: {} },
};
const drawn = (data, look, title = COST) => {
  const figure = mapOf(data, look, title, skeleton);
  return { ...figure, ...Object.fromEntries(figure.data.map((trace) => [trace.name, trace])) };
};

test("the map is symmetric; what has no value is a cell all the same", () => {
  const { cells, empty, numbers, layout } = drawn(atlas, here(0));
  assert.deepEqual(cells.z, [
    [null, 0.1, 0.05],
    [0.1, null, null],
    [0.05, null, null],
  ]);
  assert.deepEqual(empty.z, [
    [null, null, null],
    [null, null, 0],
    [null, 0, null],
  ]);
  assert.deepEqual(numbers.text, ["10.0", "10.0", "5.0", "5.0"]);
  assert.equal(layout.title, "kept");
  assert.deepEqual(layout.yaxis.range, [2.5, -0.5]);
  assert.match(cells.text[1][2], /^one \+ two<br>Cost of merging: not defined<br>Merged, but read/);
});

test("a map in which nothing has a value has no scale of colors", () => {
  const rows = atlas.rows.map((one) => ({ ...one, merge_cost: [null, null, null] }));
  assert.equal(drawn({ ...atlas, rows }, here(0)).cells.showscale, false);
  assert.equal(drawn(atlas, here(0)).cells.showscale, true);
});

const scaled = (costs, column = 0) => {
  const rows = costs.map((cost) => row([0, 1], { merge_cost: cost }));
  const { cells } = drawn({ ...atlas, rows }, here(column));
  return [cells.zmin, cells.zmax];
};

test("the color scale ends around all that is measured, at whichever strength one looks", () => {
  // Small values are told apart, and a color stays as the slider moves.
  const small = [
    [0.0013, 0.0141, 0],
    [0.002, null, 0],
  ];
  assert.deepEqual(scaled(small), [0, 0.015]);
  assert.deepEqual(scaled(small, 2), [0, 0.015]);
  assert.deepEqual(scaled([[-0.004, 0.588, 0.2]]), [-0.05, 0.6]);
  // Of one value alone the scale goes from nothing, and of none to the whole.
  assert.deepEqual(scaled([[0.5, 0.5, 0.5]]), [0, 0.5]);
  assert.deepEqual(scaled([[-0.5, -0.5, -0.5]]), [-0.5, 0]);
  assert.deepEqual(scaled([[0, 0, 0]]), [0, 1]);
  assert.deepEqual(scaled([[null, null, null]]), [0, 1]);
  const many = Array.from({ length: 130_000 }, (_, at) => [at / 130_000, 0, 0]);
  assert.deepEqual(scaled(many), [0, 1]);
});

test("numbers read on their cell's color", () => {
  const rows = [0.01, 0.5, 0.9].map((cost) => row([0, 1], { merge_cost: [cost, 0, 1] }));
  const { color } = drawn({ ...atlas, rows }, here(0)).numbers.textfont;
  assert.deepEqual([color[0], color[2], color[4]], ["#ffffff", "#000000", "#000000"]);
});

const framed = ({ x }) => x.filter((value) => value === null).length;

test("clean cells are framed, in the ink that reads on them", () => {
  const one = drawn(atlas, here(0));
  assert.deepEqual([framed(one["clean, white"]), framed(one["clean, black"])], [2, 0]);
  const every = drawn(atlas, here(1));
  assert.equal(framed(every["clean, white"]) + framed(every["clean, black"]), 4);
  const { x, y } = one["clean, white"];
  assert.ok(x.slice(0, 5).every((place) => Math.abs(place - 1) < 0.5));
  assert.ok(y.slice(0, 5).every((place) => Math.abs(place) < 0.5));
});

test("at its best a cell has the smallest strength at which it is clean, or is empty", () => {
  const { cells, empty, numbers } = drawn(atlas, theBest(0));
  assert.deepEqual([cells.z[0][1], cells.z[0][2], cells.z[1][2]], [0.5, 0.5, null]);
  assert.equal(empty.z[1][2], 0);
  assert.deepEqual(numbers.text, ["50", "50", "50", "50"]);
  assert.deepEqual([cells.zmin, cells.zmax], [0, 1]);
  assert.match(cells.text[0][1], /Clean at 50\u00a0% to 100\u00a0%<br>Merges cleanly at 50/);
  assert.match(cells.text[1][2], /Clean at no strength<br>/);
});

test("names are short on the axes, whole on a cell, and markup nowhere", () => {
  const long = "a very long name of a class";
  const { layout, cells } = drawn({ ...atlas, names: [long, "<b>x</b>", "two"] }, here(0));
  assert.equal(layout.xaxis.ticktext[0], "a very lon…");
  assert.equal(layout.xaxis.ticktext[1], "&lt;b&gt;x&lt;/b&gt;");
  assert.ok(cells.text[0][1].startsWith(`${long} + &lt;b&gt;x`));
  const many = { ...atlas, names: Array.from({ length: 120 }, (_, at) => `n${at}`) };
  const wide = drawn(many, here(0));
  assert.ok(wide.layout.xaxis.ticktext.length <= 24);
  assert.deepEqual(wide.numbers.text, []);
});

test("names that have no room beside each other slope to the left, where nothing cuts them", () => {
  const angle = (/** @type {string[]} */ names) =>
    drawn({ ...atlas, names }, here(0)).layout.xaxis.tickangle;
  assert.equal(angle(Array.from({ length: 10 }, (_, at) => `${at}`)), 0);
  const garments = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Ankle boot"];
  assert.ok(angle(garments) < 0);
  assert.equal(drawn({ ...atlas, names: garments }, here(0)).layout.yaxis.tickangle, undefined);
});

test("a pair is clean exactly where neither of its two margins is below its limit", () => {
  const points = pointsOf(atlas, here(0));
  assert.deepEqual(
    points.map(({ x, y }) => x >= 0 && y >= 0),
    [true, false, false],
  );
  assert.deepEqual(marginsOf(atlas.rows[0], 0), [0, 10, 25, 0]);
  // The worse of two: pass as the same is 2 points short, the others 4.
  assert.deepEqual([points[1].x, points[1].y], [-2, -4]);
  const without = row([0, 1], { needed: [null, 0.85, 0.75, 0.94] });
  assert.equal(marginsOf(without, 0), null);
  assert.match(points[1].words, /Told apart: 50\.00\u00a0% \(at most 75\.00\)/);
});

test("the front is what no other pair beats both ways", () => {
  const at = (x, y) => ({ x, y, verdict: 0, pair: [0, 1], words: `${x} ${y}` });
  const front = frontOf([at(0.5, -1), at(0.9, -3), at(0.7, -2), at(0.6, -2.5), at(0.9, -4)]);
  assert.deepEqual(
    front.map(({ words }) => words),
    ["0.9 -3", "0.7 -2", "0.5 -1"],
  );
});

test("the scatter has a trace a verdict, on axes that never move", () => {
  const traces = [{ name: "Pareto front" }];
  for (const verdict of [0, 1, 2]) traces.push({ name: `verdict ${verdict}`, meta: { verdict } });
  const empty = { data: traces, layout: { xaxis: {}, yaxis: {} } };
  const { data, layout } = paretoOf(atlas, here(0), empty);
  assert.deepEqual(
    data.map(({ name }) => name),
    ["Pareto front", "Not merged (0)", "read as another class (2)", "Merges cleanly (1)"],
  );
  assert.deepEqual(data[3].customdata, [[0, 1]]);
  assert.deepEqual([data[1].showlegend, data[2].showlegend], [false, true]);
  assert.deepEqual(paretoOf(atlas, here(2), empty).layout.xaxis, layout.xaxis);
  assert.ok(layout.xaxis.ticktext.includes("−100"));
  assert.equal(stretched(0), 0);
  assert.ok(stretched(-5) > stretched(-100) && stretched(-5) === -stretched(5));
});

test("what was foreseen stands across, what was measured up", () => {
  const empty = { data: [{ name: "recall" }, { name: "change" }], layout: {} };
  const blind = { ...atlas, rows: [atlas.rows[0], row([1, 2], { leak: null })] };
  const [recall, change] = foreseenOf(blind, here(1), empty).data;
  assert.deepEqual(
    [recall.x, recall.y],
    [
      [0.8, 0.8],
      [0.8, 0.8],
    ],
  );
  assert.deepEqual([change.x, change.y], [[0.4], [0]]);
  assert.deepEqual(recall.marker.symbol, ["star", "circle"]);
});

test("a pair that has no verdict is clean nowhere and unclean nowhere", () => {
  const none = row([0, 1], { verdict: [0, 0, 0], intervals: [] });
  const known = row([0, 2], { verdict: [1, 1, 1], intervals: [] });
  const { cells } = drawn({ ...atlas, rows: [none, known] }, theBest(0));
  assert.doesNotMatch(cells.text[0][1], /Clean at/);
  assert.match(cells.text[0][2], /Clean at no strength/);
});
