import assert from "node:assert/strict";
import { test } from "node:test";
import { labelsOf } from "../../assets/lab/figures/labels.mjs";
import { sceneAt } from "../../assets/lab/motion/motion.mjs";
import { caseOf } from "./cases.mjs";

const motion = { names: ["0", "1", "2", "3"], pair: [2, 0], indices: new Int32Array(1) };
/* One sample, then a place on a line for each class mean. */
const line = (...places) => [Float32Array.from([9, ...places]), new Float32Array(5)];

test("classes that are apart have a label each", () => {
  assert.deepEqual(labelsOf(motion, line(0, 1, 2, 3)), ["0", "1", "2", "3"]);
});

test("a merged pair has one label, in the pair's order, at its first class", () => {
  assert.deepEqual(labelsOf(motion, line(0, 1, 0.01, 3)), ["", "1", "2 + 0", "3"]);
});

test("a bystander in the pair's place is named there, and is not merged with it", () => {
  assert.deepEqual(labelsOf(motion, line(0, 0.02, 0.01, 3)), ["", "", "2 + 0 · 1", "3"]);
  assert.deepEqual(labelsOf(motion, line(0, 3.01, 2, 3)), ["0", "1 · 3", "2", ""]);
});

test("where only the pair is shown, nobody else is named, not even in its place", () => {
  assert.deepEqual(labelsOf(motion, line(0, 1, 2, 3), "pair"), ["0", "", "2", ""]);
  assert.deepEqual(labelsOf(motion, line(0, 0.02, 0.01, 3), "pair"), ["", "", "2 + 0", ""]);
  for (const shown of ["all", "changed", "misread"])
    assert.deepEqual(labelsOf(motion, line(0, 1, 2, 3), shown), ["0", "1", "2", "3"]);
});

test("a long name is cut short", () => {
  const names = ["thermally insulated parcel", "b", "保温包裹由一位年长的邮递员", "3"];
  const long = { ...motion, names };
  assert.deepEqual(labelsOf(long, line(0, 1, 2, 3)), [
    ...["thermally insul…", "b", "保温包裹由一位…", "3"],
  ]);
  const [, , both] = labelsOf(long, line(0, 1, 0, 3));
  assert.equal(both, "保温包裹由一位… + thermally insul…");
});

test("of many names in one place the first are written, and the rest counted", () => {
  const names = ["Afrikaans", "Arabic", "Azerbaijani", "Belarusian"];
  const many = { ...motion, names };
  assert.deepEqual(labelsOf(many, line(0, 0, 0, 0)), [
    "",
    "",
    "Azerbaijani + Afrikaans and 2 more",
    "",
  ]);
  const apart = { ...many, pair: [] };
  assert.deepEqual(labelsOf(apart, line(0, 0, 0, 0)), [
    "Afrikaans · Arabic and 2 more",
    "",
    "",
    "",
  ]);
  const long = { ...apart, names: ["x".repeat(60), "y", "z", "w"] };
  assert.equal(labelsOf(long, line(0, 0, 0, 0))[0], `${"x".repeat(15)}… and 3 more`);
});

test("a class without samples is nowhere, so it is in nobody's place", () => {
  assert.deepEqual(labelsOf(motion, line(0, 1, 2, NaN)), ["0", "1", "2", "3"]);
});

test("the measured pair comes together as the direction is taken out", () => {
  const { motion: measured } = caseOf("five dimensions");
  const [one, other] = measured.pair.map((label) => measured.names[label]);
  assert.ok(labelsOf(measured, sceneAt(measured, 0)).includes(`${one} + ${other}`));
  assert.ok(!labelsOf(measured, sceneAt(measured, 1)).includes(`${one} + ${other}`));
});
