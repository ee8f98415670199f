import assert from "node:assert/strict";
import { test } from "node:test";
import { figures } from "../../assets/lab/stage/picture-blocks.mjs";
import { cards } from "../../assets/lab/stage/picture-cards.mjs";

const NAMES = ["title", "before", "arrow", "after", "change", "counts"];
/** A card as far as it is read. */
const cardOf = (words) => ({
  querySelector: (selector) => ({ textContent: words[NAMES.indexOf(selector.slice(6))] }),
});
const told = ["3 and 6, told apart", "99.18 %", "→", "48.63 %", "−50.55", "1,952 → 957 of 1,968"];
const five = Array.from({ length: 5 }, (_, at) => cardOf([`figure ${at}`, ...told.slice(1)]));

/** What is written on a sheet of a width, and where; every letter is 7 px wide. */
function drawn(width, elements) {
  const said = [];
  const pen = {
    measureText: (words) => ({ width: 7 * words.length }),
    fillText: (words, x, y) => said.push({ words, x, y, end: x + 7 * words.length }),
    fillRect() {},
  };
  const font = (size, weight) => `${weight} ${size}px sans`;
  const sheet = { pen, width, font, ink: "black", soft: "grey", line: "silver" };
  const block = cards(sheet, elements);
  block.draw(28, 100);
  return { said, height: block.height };
}

test("a picture names every figure with what it was, is, and its samples", () => {
  const { said } = drawn(1100, [cardOf(told)]);
  assert.deepEqual(
    said.map(({ words }) => words),
    told,
  );
});

test("figures stand side by side within the sheet, in more rows where it is narrow", () => {
  for (const [width, rows] of [
    [1100, 1],
    [500, 3],
    [160, 5],
  ]) {
    const { said, height } = drawn(width, five);
    assert.equal(
      new Set(said.filter(({ words }) => words.startsWith("fig")).map(({ y }) => y)).size,
      rows,
    );
    assert.ok(said.every(({ end, y }) => end <= 28 + width && y <= 100 + height));
    for (const one of said)
      for (const two of said)
        if (one !== two && one.y === two.y) assert.ok(one.end <= two.x || two.end <= one.x);
  }
});

test("a long name is whole, in rows above the numbers", () => {
  const name = "All, 3 and 6 kept apart (should fall)";
  const { said, height } = drawn(1000, [cardOf([name, ...told.slice(1)]), ...five.slice(1)]);
  const numbers = Math.min(...said.filter(({ words }) => words === "→").map(({ y }) => y));
  const rows = said.filter(({ words }) => name.includes(words) && words.length > 1);
  assert.equal(rows.map(({ words }) => words).join(" "), name);
  assert.ok(rows.length > 1 && rows.every(({ y }) => y < numbers - 10));
  assert.ok(said.every(({ y }) => y <= 100 + height));
});

test("a name at a figure's foot keeps clear of what comes below it", () => {
  const said = [];
  const pen = new Proxy(
    {
      fillText: (words, _, y) => said.push({ words, y }),
      measureText: (words) => ({ width: 7 * words.length }),
    },
    { get: (own, name) => own[name] ?? (() => {}) },
  );
  const name = { text: "1 · 8", x: 70, y: 132, wide: 40, size: 12, weight: "700", color: "grey" };
  const one = { image: {}, width: 140, height: 140, title: "after", over() {}, names: [name] };
  const { height, draw } = figures({ pen, width: 1000, font: () => "" }, [one]);
  draw(28, 100);
  const foot = said.find(({ words }) => words === "1 · 8").y + name.size / 2;
  assert.ok(100 + height - foot >= 10, `${100 + height - foot}`);
});

test("no figures take no room", () => assert.equal(drawn(1100, []).height, 0));
