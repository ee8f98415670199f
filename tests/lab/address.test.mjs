import assert from "node:assert/strict";
import { test } from "node:test";
import { exactText, queryOf } from "../../assets/lab/model/address.mjs";

const VIEW = {
  model: "one",
  classes: [3, 6],
  damping: 1e-5,
  bias: true,
  trim: false,
  fit: "fit",
  points: 300,
  axes: "surgery",
  at: null,
};

test("a link is written as Python writes it", () => {
  assert.deepEqual([1e-5, 0.0001, 0, 0.25].map(exactText), ["1e-05", "0.0001", "0.0", "0.25"]);
  const query = "model=one&op=merge:3-6:1e-05&bias=1&trim=0&fit=fit&points=300&axes=surgery";
  assert.equal(queryOf(VIEW, VIEW), query);
  assert.equal(queryOf({ ...VIEW, at: 0 }, VIEW), `${query}&at=0.0`);
});

test("a damping that is no number yet has a link too, until it is refused", () => {
  for (const damping of ["", " ", "0x0", "much"]) {
    assert.equal(exactText(damping), damping);
    assert.doesNotThrow(() => queryOf({ ...VIEW, damping }, VIEW));
  }
});
