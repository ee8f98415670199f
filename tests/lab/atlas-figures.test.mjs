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
const drawn = (data, look, range = COST) => {
  const figure = mapOf(data, look, range, skeleton);
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
  assert.match(cells.text[1][2], /^one and two<br>Merge cost: not defined<br>Merged, but read/);
});

test("a color means the same whatever is measured, and numbers read on it", () => {
  const rows = Array.from({ length: 130_000 }, (_, at) => row([0, 1], { cosine: [at, -at, 0] }));
  const cosine = { ...here(0), figure: "cosine" };
  for (const data of [
    { ...atlas, rows },
    { ...atlas, rows: rows.slice(0, 1) },
  ]) {
    const { cells } = drawn(data, cosine, ["Cosine", -1, 1]);
    assert.deepEqual([cells.zmin, cells.zmax], [-1, 1]);
  }
  const inked = (cost) =>
    drawn({ ...atlas, rows: [row([0, 1], { merge_cost: [cost, 0, 0] })] }, here(0)).numbers.textfont
      .color[0];
  assert.deepEqual([inked(0.01), inked(0.5), inked(0.9)], ["#ffffff", "#000000", "#000000"]);
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
  assert.equal(layout.xaxis.ticktext[0], "a very long…");
  assert.equal(layout.xaxis.ticktext[1], "&lt;b&gt;x&lt;/b&gt;");
  assert.ok(cells.text[0][1].startsWith(`${long} and &lt;b&gt;x`));
  const many = { ...atlas, names: Array.from({ length: 120 }, (_, at) => `n${at}`) };
  const wide = drawn(many, here(0));
  assert.ok(wide.layout.xaxis.ticktext.length <= 24);
  assert.deepEqual(wide.numbers.text, []);
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
