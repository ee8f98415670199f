import assert from "node:assert/strict";
import { test } from "node:test";
import { manyMapOf, manyMapWords } from "../../assets/lab/figures/many-map.mjs";
import { EMPTY, reduce } from "../../assets/lab/model/reduce.mjs";
import { closerTo, draggedTo, pairAt, steppedBy } from "../../assets/lab/page/many-look.mjs";

const CELLS = {
  row: [-1, 0, 1, -1],
  column: [-1, 1, 0, -1],
  lost: [-1, 2, 2, -1],
  leak: [-1, 1234, 1234, -1],
};
const MARKS = { row: [0, 1], column: [1, 0], clean: [1, 0] };
const REST = { classes: 200, pairs: 19900, means: 200, cells: CELLS, marks: MARKS };
const SCALES = { survival: [0.95, 1], leak: [0.1, 0.2] };
const side = (start, stop, size = 1) => {
  const labels = Array.from({ length: stop - start }, (_, at) => 500 + start + at);
  return { start, stop, size, labels, names: labels.map((label) => `<c${label}>`) };
};
const close = { ...REST, scales: SCALES, rows: side(10, 12), columns: side(10, 12) };
const whole = { ...close, rows: side(0, 200, 100), columns: side(0, 200, 100) };
const SKELETON = {
  data: [{ name: "cells", colorbar: { nticks: 5 } }, { name: "measured" }, { name: "clean" }],
  layout: { xaxis: { showgrid: false }, yaxis: {} },
};

test("a cell says its pair's own figures, and names stand where they have room", () => {
  const { data, layout } = manyMapOf(close, "survival", SKELETON);
  const [cells, measured, clean] = data;
  assert.deepEqual(cells.z, [
    [null, 0.99],
    [0.99, null],
  ]);
  assert.equal(
    cells.text[0][1],
    "&lt;c510&gt; + &lt;c511&gt;<br>198 of 200 class centers survive, foreseen<br>rms leak 0.1234",
  );
  assert.deepEqual(cells.x, [9.5, 10.5, 11.5]);
  assert.deepEqual([cells.zmin, cells.zmax, cells.reversescale], [0.95, 1, false]);
  assert.deepEqual(layout.yaxis.ticktext, ["&lt;c510&gt;", "&lt;c511&gt;"]);
  assert.deepEqual(layout.yaxis.range, [11.5, 9.5]);
  assert.deepEqual([clean.x, clean.y, measured.x, measured.y], [[11], [10], [10], [11]]);
  assert.equal(manyMapOf(close, "leak", SKELETON).data[0].z[0][1], 0.1234);
  const far = manyMapOf(whole, "leak", SKELETON);
  assert.equal(far.layout.xaxis.visible, false);
  assert.ok(far.data[0].text[0][1].endsWith("the most promising in this cell"));
  const alike = { ...close, scales: { ...SCALES, survival: [1, 1] } };
  assert.equal(manyMapOf(alike, "survival", SKELETON).data[0].zmin, 0.995);
});

test("what the map shows is said with its numbers", () => {
  assert.ok(manyMapWords(whole).startsWith("All 200 classes, alike ones together. A cell has the"));
  assert.ok(manyMapWords(close).startsWith("2 by 2 of 200 classes"));
  assert.ok(manyMapWords(close).includes("A click opens a pair"));
});

test("a drag, a click and keys look at whole places that there are", () => {
  const drag = {
    "xaxis.range[0]": 20.2,
    "xaxis.range[1]": 59.7,
    "yaxis.range[0]": 300,
    "yaxis.range[1]": 150,
  };
  assert.deepEqual(draggedTo(whole, drag), { rows: [50, 200], columns: [21, 61] });
  assert.equal(draggedTo(whole, { "xaxis.autorange": true }), null);
  assert.equal(draggedTo(whole, { autosize: true }), undefined);
  assert.deepEqual(closerTo(whole, 3, 100), { rows: [0, 40], columns: [80, 120] });
  assert.equal(steppedBy(close, "0"), null);
  assert.equal(steppedBy(close, "x"), undefined);
  assert.deepEqual(steppedBy(whole, "+"), { rows: [50, 150], columns: [50, 150] });
  assert.equal(steppedBy(whole, "-"), null);
  const some = { ...whole, rows: side(100, 140), columns: side(0, 40) };
  assert.deepEqual(steppedBy(some, "ArrowUp"), { rows: [90, 130], columns: [0, 40] });
  assert.deepEqual(steppedBy(some, "ArrowLeft"), { rows: [100, 140], columns: [0, 40] });
});

test("a click on a cell of one pair is that pair", () => {
  assert.deepEqual(pairAt(close, 10, 11), [510, 511]);
  assert.equal(pairAt(close, 10, 10), undefined);
  assert.equal(pairAt(close, 99, 10), undefined);
  assert.equal(pairAt(whole, 10, 11), undefined);
});

const view = { model: "m", method: "paper", bias: true, trim: false, fit: "fit" };
const begun = reduce({ ...EMPTY, view, edit: "q" }, { type: "manyBegun" });
const key = begun.many.key;
const places = { start: 0, labels: [...Array(200).keys()], names: Array(200).fill("c") };
const span = (start, stop) => ({ start, stop, size: 1 });
const sent = (rows, columns = rows) => ({
  key,
  refused: null,
  ...REST,
  scales: SCALES,
  places,
  rows,
  columns,
});

test("cells of a window that was left change nothing, and a refusal is kept", () => {
  const looked = reduce(begun, { type: "manyLooked", window: { rows: [5, 9], columns: [0, 4] } });
  assert.equal(reduce(looked, { type: "manySeen", seen: sent(span(0, 200)) }), looked);
  const seen = reduce(looked, { type: "manySeen", seen: sent(span(5, 9), span(0, 4)) });
  assert.deepEqual(seen.many.map.rows.labels, [5, 6, 7, 8]);
  // Where every cell's best pair survives alike, the leak is looked at first.
  assert.equal(seen.many.color, "leak");
  const refused = reduce(begun, { type: "manySeen", seen: { key, refused: "No." } });
  assert.equal(refused.many.refused, "No.");
  assert.equal(reduce(begun, { type: "manySeen", seen: { key: "other", refused: "No." } }), begun);
});

test("measuring ends when nothing is left, or when somebody stops it", () => {
  const started = reduce(begun, { type: "manyStarted", count: 40 });
  const some = reduce(started, { type: "manyMeasured", progress: { key, left: true, done: 20 } });
  assert.equal(some.many.running, true);
  const all = reduce(some, { type: "manyMeasured", progress: { key, left: false, done: 40 } });
  assert.equal(all.many.running, false);
  assert.equal(reduce(some, { type: "manyStopped" }).many.running, false);
  assert.equal(reduce(some, { type: "manyMeasured", progress: { key: "other" } }), some);
});
