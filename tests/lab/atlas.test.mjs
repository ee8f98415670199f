import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bestOf,
  cleanText,
  dampingText,
  placeOf,
  ranked,
} from "../../assets/lab/figures/atlas.mjs";
import { fileOf, tableOf } from "../../assets/lab/figures/atlas-table.mjs";
import {
  answerWords,
  mapWords,
  paretoWords,
  statusOf,
} from "../../assets/lab/figures/atlas-words.mjs";
import { atlas, COST, FIGURES, here, METHODS, row, theBest } from "./atlas-case.mjs";

const named = (look, rows = atlas.rows) =>
  ranked({ ...atlas, rows }, look).map(({ row: { pair } }) => pair.join(""));

test("pairs are ranked by their verdict, then cost; without one last, equals by their classes", () => {
  assert.deepEqual(named(here(0)), ["01", "02", "12"]);
  assert.deepEqual(named(here(1)), ["01", "12", "02"]);
  // A better verdict goes before a lower cost.
  const worse = row([1, 2], { merge_cost: [0, 0, 0], verdict: [0, 0, 0] });
  assert.deepEqual(named(here(0), [worse, ...atlas.rows.slice(0, 2)]), ["01", "02", "12"]);
  const equal = [row([1, 2]), row([0, 2]), row([0, 1])];
  assert.deepEqual(named(here(0), equal), ["01", "02", "12"]);
});

test("at its best a pair is seen at its largest clean damping, else where the hand is", () => {
  const [gentle, , never] = atlas.rows;
  assert.equal(bestOf(atlas, gentle), 1);
  assert.equal(bestOf(atlas, never), -1);
  assert.equal(placeOf(atlas, gentle, theBest(0)), 1);
  assert.equal(placeOf(atlas, never, theBest(2)), 2);
  assert.equal(placeOf(atlas, gentle, here(2)), 2);
});

test("where a pair is clean is said in strengths, the weakest first", () => {
  assert.equal(cleanText(row([0, 1], { intervals: [[0, 0.1]] })), "90\u00a0% to 100\u00a0%");
  const apart = [
    [0, 0],
    [0.2, 0.3],
  ];
  assert.equal(cleanText(row([0, 1], { intervals: apart })), "70\u00a0% to 80\u00a0%, 100\u00a0%");
  assert.equal(cleanText(row([0, 1])), "no strength");
});

test("a pair without a verdict has no rank, and what is not defined has no count", () => {
  const merged = [null, null, null];
  const reached = [...row([0, 1]).reached.slice(0, 3), merged];
  const rows = [
    row([0, 1], { verdict: [0, 0, 0], merge_cost: merged, merged_recall: merged, reached }),
    row([0, 2]),
    row([1, 2], { verdict: [-1, -1, -1] }),
  ];
  const lines = tableOf({ ...atlas, rows }, here(0), METHODS);
  assert.deepEqual(
    lines.map(({ id, rank }) => [id, rank]),
    [
      ["0-2", 1],
      ["0-1", null],
      ["1-2", null],
    ],
  );
  assert.deepEqual([lines[1].recall_count, lines[1].bystander_count], ["", ""]);
  const [, first, second] = fileOf({ ...atlas, rows }, here(0), FIGURES, "mine").text.split("\r\n");
  assert.equal(first.split(",")[3], "1");
  assert.equal(second.split(",")[3], "");
  assert.match(second, /,100,,"a",2000,,"c"/);
});

test("two long names are short in the list, and whole in what is told of them and in the file", () => {
  const names = ["thermally insulated parcel", "Donaudampfschifffahrt", "two"];
  const [line] = tableOf({ ...atlas, names }, here(0), METHODS);
  assert.equal(line.pair, "thermally… +\nDonaudampf…");
  const [short] = tableOf({ ...atlas, names: ["Shirt", "Bag", "two"] }, here(0), METHODS);
  assert.equal(short.pair, "Shirt + Bag");
  assert.equal(line.whole, "thermally insulated parcel + Donaudampfschifffahrt");
  assert.match(
    fileOf({ ...atlas, names }, here(0), FIGURES, "m").text,
    /"thermally insulated parcel"/,
  );
});

test("the list says of how many, and where a pair is clean", () => {
  const [first, , last] = tableOf(atlas, here(0), METHODS);
  assert.equal(first.pair, "zero + one");
  assert.equal(first.id, "0-1");
  assert.equal(first.rank, 1);
  assert.equal(first.recall_count, "90 of 100");
  assert.equal(first.bystander_count, "1,800 of 2,000");
  assert.equal(first.clean_from, "50\u00a0% to 100\u00a0%");
  assert.equal(first.verdict, "Merges cleanly");
  assert.deepEqual([last.merge_cost, last.clean_from], [null, "no strength"]);
  const [best] = tableOf(atlas, theBest(2), METHODS);
  assert.deepEqual([best.damping, best.strength], [0.5, "50\u00a0%"]);
});

const cells = (text) =>
  text
    .replace("\ufeff", "")
    .trimEnd()
    .split("\r\n")
    .map((line) => line.split(","));

test("the file names model and damping, in columns of different names", () => {
  const { name, text } = fileOf(atlas, here(1), FIGURES, "mine");
  assert.equal(name, "mine_atlas_damping-0.5.csv");
  assert.equal(fileOf(atlas, theBest(1), FIGURES, "mine").name, "mine_atlas_best.csv");
  assert.ok(text.startsWith("\ufeff"));
  const [head, first] = cells(text);
  // What is plain on the page is the field's own term in a file.
  assert.ok(head.includes('"Merge cost"') && !head.includes('"Cost of merging"'));
  assert.equal(new Set(head).size, head.length);
  assert.deepEqual(first.slice(0, 7), [
    ...['"mine"', "0.5", "0.5", "1", '"zero"', '"one"', '"Merges cleanly"'],
  ]);
  // No field reads as a date: the classes have columns of their own.
  assert.ok(
    !cells(text)
      .flat()
      .some((one) => /^"?\d+-\d+"?$/.test(one)),
  );
});

test("a name that a spreadsheet would run is a text there", () => {
  const names = ["=1+1", '@"x"', "-2"];
  const lines = cells(fileOf({ ...atlas, names }, here(0), FIGURES, "+m").text);
  assert.deepEqual(lines[1].slice(4, 6), [`"'=1+1"`, `"'@""x"""`]);
  assert.equal(lines[1][0], `"'+m"`);
  assert.equal(lines[2][5], `"'-2"`);
  // And one that it would read as a date.
  const dated = fileOf({ ...atlas, names: ["3-6", "1/2", "c"] }, here(0), FIGURES, "m").text;
  assert.deepEqual(cells(dated)[1].slice(4, 6), [`"'3-6"`, `"'1/2"`]);
  // A negative number stays a number.
  const head = lines[0].indexOf('"Bystander change"');
  assert.equal(lines[1][head], "-0.01");
});

test("dampings are written as Python writes them", () => {
  assert.deepEqual([0, 1e-5, 1.5e-5, 1e-4, 0.5, 1].map(dampingText), [
    ...["0", "1e-05", "1.5e-05", "0.0001", "0.5", "1"],
  ]);
});

test("the question is answered from what was measured", () => {
  assert.equal(
    answerWords(atlas, here(0)),
    "1 of 3 pairs merges cleanly at 100\u00a0% edit strength; 2 at some strength.",
  );
  assert.equal(
    answerWords(atlas, here(2)),
    "None of 3 pairs merges cleanly at 0\u00a0% edit strength; 2 at some strength.",
  );
  assert.equal(
    answerWords(atlas, theBest(0)),
    "2 of 3 pairs merge cleanly at some strength; gentlest: zero + one at 50\u00a0%.",
  );
  const never = { ...atlas, rows: atlas.rows.slice(2), complete: false };
  const none = "None of 1 pair so far merges cleanly at any strength measured.";
  assert.equal(answerWords(never, here(0)), none);
  assert.equal(answerWords(never, theBest(0)), none);
});

test("that it is measured is said only where something is to be measured", () => {
  const begun = {
    rows: [],
    complete: false,
    stopped: false,
    measuring: false,
    next: 0,
    parts: null,
  };
  assert.equal(statusOf(begun), "");
  assert.equal(
    statusOf({ ...begun, measuring: true, parts: 9 }),
    "Measuring: 0 pairs so far, 0 of 9 parts.",
  );
  const rows = [row([0, 1])];
  const stopped = { ...begun, rows, stopped: true, next: 1, parts: 3 };
  assert.equal(statusOf(stopped), "Stopped: 1 pair so far, 1 of 3 parts.");
  assert.equal(
    statusOf({ ...stopped, complete: true, dampings: [0, 1] }),
    "1 pair at 2 strengths, all measured.",
  );
});

test("figures in words", () => {
  assert.equal(
    mapWords(atlas, here(0), COST),
    "Cost of merging at 100\u00a0% strength (damping 0): lowest 5.0\u00a0% for zero + two, " +
      "highest 10.0\u00a0% for zero + one. Framed: merges cleanly. Grey: 1 without.",
  );
  const none = { ...atlas, rows: [row([0, 1], { cosine: [null, null, null] })] };
  assert.equal(
    mapWords(none, { ...here(0), figure: "cosine" }, "Centers alike"),
    "Centers alike at 100\u00a0% strength (damping 0) is not defined for any pair.",
  );
  assert.match(mapWords(none, theBest(0), COST), /No pair merges cleanly/);
  assert.match(mapWords(atlas, theBest(0), COST), /lowest 50\.0\u00a0% for zero \+ one/);
  assert.match(paretoWords(atlas, here(0)), /1 of 3 pairs is beaten by none: zero \+ one\.$/);
  // Among others, pairs are told from each other: each beats the other one way.
  const [cheap, made] = [
    row([0, 1], { needed: [0.92, 0.5, 0.75, 0.5] }),
    row([0, 2], { needed: [0.5, 0.89, 0.75, 0.94] }),
  ];
  assert.match(
    paretoWords({ ...atlas, rows: [cheap, made] }, here(0)),
    /none: zero \+ two, zero \+ one\.$/,
  );
  const rows = atlas.rows.map((one) => ({ ...one, needed: [null, null, null, null] }));
  assert.equal(
    paretoWords({ ...atlas, rows }, here(0)),
    "At 100\u00a0% strength (damping 0) no pair has all four criteria.",
  );
});

test("where every pair has its own method, it is named and written", () => {
  const rows = [row([0, 1], { clean: [1, 1, 0], method: "stretched" }), row([0, 2])];
  const data = { ...atlas, rows };
  const look = { ...theBest(2), methods: METHODS };
  assert.match(
    answerWords(data, look),
    /by some method .* zero \+ one at 50\u00a0% by Stretched\.$/,
  );
  assert.deepEqual(
    tableOf(data, look, METHODS).map(({ method }) => method),
    ["Stretched", "As the paper does it"],
  );
  const { name, text } = fileOf(data, look, FIGURES, "mine");
  assert.equal(name, "mine_atlas_best-methods.csv");
  assert.match(text, /"stretched"/);
});
