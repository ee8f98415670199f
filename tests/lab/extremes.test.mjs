/* The least and the most of more values than a function takes arguments. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { leastOf, mostOf } from "../../assets/lab/motion/extremes.mjs";

test("a million values have a least and a most", () => {
  const values = Float64Array.from({ length: 1_000_000 }, (_, at) => (at * 7919) % 1_000_003);
  assert.equal(leastOf(values), 0);
  assert.ok(mostOf(values) > 999_000);
  assert.throws(() => Math.min(...values), RangeError);
});

test("as Math.min and Math.max have it, of a few, of none, and where one is no number", () => {
  for (const values of [[3, -1, 2], [5], [], [-0, 0], [1, Number.NaN]]) {
    assert.ok(Object.is(leastOf(values), Math.min(...values)));
    assert.ok(Object.is(mostOf(values), Math.max(...values)));
  }
});
