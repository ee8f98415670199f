import assert from "node:assert/strict";
import { test } from "node:test";
import { literal, short, shortened } from "../../assets/lab/figures/naming.mjs";

test("a name is never markup", () => {
  assert.equal(literal("<b>R&D</b>"), "&lt;b&gt;R&amp;D&lt;/b&gt;");
});

test("a short name stays, and a long one is cut where its room ends", () => {
  assert.equal(short("thermometer"), "thermometer");
  assert.equal(short("thermometers"), "thermomete…");
  assert.equal(short("thermally insulated"), "thermally…");
  assert.equal(short("一个用红色丝带"), "一个用红色…");
  assert.equal(short("thermometers", 12), "thermometers");
  // Not in the middle of a letter that takes two places in a text.
  assert.equal(short("\u{1f600}".repeat(12)), `${"\u{1f600}".repeat(10)}…`);
});

test("names that begin alike stay apart when they are cut", () => {
  assert.deepEqual(shortened(["parcel number one", "parcel number two", "x"]), [
    ...["parce…r one", "parce…r two", "x"],
  ]);
  const same = ["parcels in red of twelve", "parcels in blue of twelve"];
  assert.deepEqual(shortened(same), ["parce… 1", "parce… 2"]);
});

test("a name of a million letters is cut as soon as it is too long", () => {
  const names = ["1", "2"].map((end) => "x".repeat(1_000_000) + end);
  assert.deepEqual(shortened(names), ["xxxxx…xxxx1", "xxxxx…xxxx2"]);
});
