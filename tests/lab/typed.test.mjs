import assert from "node:assert/strict";
import { test } from "node:test";
import { isBlank, realOf, wholeOf } from "../../assets/lab/model/typed.mjs";

test("a share is read with a point or a comma, and thousands are not looked for", () => {
  for (const [text, number] of [
    ["0.5", 0.5],
    ["0,5", 0.5],
    [" ,25 ", 0.25],
    ["1e-5", 1e-5],
    ["1,5", 1.5],
    ["1,000", 1],
    ["1.000", 1],
    ["-0,5", -0.5],
  ]) {
    assert.equal(realOf(text), number, text);
  }
});

test("a whole number is read with its thousands in any locale's way", () => {
  for (const [text, number] of [
    ["1000", 1000],
    ["1,000", 1000],
    ["1.000", 1000],
    ["10 000", 10000],
    ["10\u202f000", 10000],
    ["10’000", 10000],
    ["1.000.000", 1e6],
    ["1e3", 1000],
    ["1.5E+2", 150],
    ["1e12", 1e12],
    [" 7 ", 7],
    [2000, 2000],
  ]) {
    assert.equal(wholeOf(text), number, String(text));
  }
});

test("what is no number, or could be two, stays a text for its author to mend", () => {
  for (const text of ["much", "0,5,5", "1.000,5", "1_0", "0x1", "NaN", "50 %", "1e", "."]) {
    assert.equal(realOf(text), text);
  }
  for (const text of [
    "1.5",
    "1,5",
    "-5",
    "1,00",
    "0,500",
    "1,000.000",
    "1_000",
    "1e-3",
    "1.5e0",
    "1e400",
    "12,34",
  ]) {
    assert.equal(wholeOf(text), text);
  }
});

test("a field that was emptied says nothing yet", () => {
  for (const text of ["", "  ", null, undefined]) assert.ok(isBlank(text));
  assert.ok(!isBlank("0") && !isBlank(0));
});
