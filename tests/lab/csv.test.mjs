import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cell } from "../../assets/lab/figures/csv.mjs";

const cases = JSON.parse(readFileSync(new URL("cells.json", import.meta.url), "utf8"));

test("a text that a spreadsheet would run or read as a date stands after an apostrophe", () => {
  for (const text of cases.misread) assert.equal(cell(text), `'${text}`);
});

test("other texts, and numbers, stay as they are", () => {
  for (const value of [...cases.plain, -1.5, 3, null]) assert.equal(cell(value), value);
});
