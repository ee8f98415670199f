import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { queryOf } from "../../assets/lab/model/address.mjs";
import { exactText, shortText } from "../../assets/lab/motion/damping.mjs";

/* Views and the links that Python writes of them (tests/lab/addresses.py). */
const { defaults, links } = JSON.parse(
  readFileSync(new URL("./addresses.json", import.meta.url), "utf8"),
);

test("a link is the one that Python writes, to the letter", () => {
  assert.ok(links.length > 30);
  for (const { view, query } of links) assert.equal(queryOf(view, defaults), query);
});

test("another view has another link", () => {
  const written = links.map(({ view }) => queryOf(view, defaults));
  assert.equal(new Set(written).size, new Set(links.map(({ query }) => query)).size);
  assert.ok(new Set(written).size > 30);
});

test("a damping is written so that it comes back, and short where it is typed", () => {
  for (const { view } of links) {
    assert.equal(Number(exactText(view.damping)), view.damping);
    assert.equal(Number(shortText(view.damping)), view.damping);
  }
  assert.deepEqual([0, 1, 1e-5, 1e-7, 0.35].map(exactText), [
    "0.0",
    "1.0",
    "1e-05",
    "1e-07",
    "0.35",
  ]);
  assert.deepEqual([0, 1, 1e-5].map(shortText), ["0", "1", "1e-05"]);
});

test("a damping that is no number yet has a link too, until it is refused", () => {
  for (const damping of ["", " ", "0x0", "much"]) {
    assert.equal(exactText(damping), damping);
    assert.doesNotThrow(() => queryOf({ ...defaults, damping }, defaults));
  }
});

test("a link of the page names all that is measured, so it never means what a page opens with", () => {
  const measured = ["model", "op", "bias", "trim", "fit", "points", "axes"];
  for (const { view } of links) {
    const given = new URLSearchParams(queryOf(view, defaults));
    for (const name of measured) assert.ok(given.has(name), name);
  }
});
