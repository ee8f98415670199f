import assert from "node:assert/strict";
import { test } from "node:test";
import { legendOf } from "../../assets/lab/figures/legend.mjs";
import { caseOf, stateOf } from "./cases.mjs";

const one = caseOf("five dimensions");
const { motion } = one;
const { labels } = one.reads;
/* How samples are read: of every three, one as before but wrong, one otherwise, one right. */
const reads = { ...one.reads, before: labels.slice(), after: labels.slice() };
for (let row = 0; row < labels.length; row += 3) {
  reads.before[row] = reads.after[row] = (labels[row] + 1) % motion.names.length;
  if (row + 1 < labels.length) reads.after[row + 1] = (labels[row + 1] + 1) % motion.names.length;
}
const state = (changes) => stateOf({ ...one, reads }, changes);
const rows = [...labels.keys()];
const holds = {
  all: () => true,
  pair: (row) => motion.pair.includes(labels[row]),
  changed: (row) => reads.before[row] !== reads.after[row],
  misread: (row) => reads.after[row] !== labels[row],
};

for (const shown of Object.keys(holds)) {
  test(`what is drawn is counted under the filter "${shown}"`, () => {
    const kept = rows.filter(holds[shown]).length;
    assert.ok(kept > 0);
    const source = shown === "all" ? `${motion.total}` : `a sample of ${rows.length}`;
    const [[, counted, meaning]] = legendOf(state({ shown }));
    assert.equal(counted, `${kept} of ${motion.total}`);
    assert.ok(meaning.startsWith(`Drawn: ${kept} of ${source} test samples`), meaning);
  });
}

test("the whole split is not called a sample, and nothing is said to be nothing", () => {
  const whole = { ...motion, total: rows.length };
  const [[, , meaning]] = legendOf({ ...state({ shown: "pair" }), motion: whole });
  assert.ok(meaning.includes(`of all ${rows.length} test samples`));
  const same = { ...reads, before: reads.after };
  assert.deepEqual(legendOf({ ...state({ shown: "changed" }), reads: same }), [
    ["", "No drawn sample is read differently after the edit."],
  ]);
});

test("colors are counted before and after", () => {
  const count = (holds) => rows.filter(holds).length;
  const right = [reads.before, reads.after].map((side) =>
    count((row) => side[row] === labels[row]),
  );
  assert.notEqual(right[0], right[1]);
  const marks = legendOf(state({ color: "correct" }));
  assert.equal(marks[1][1], `right ${right[0]} → ${right[1]}`);
  assert.equal(marks[2][1], `wrong ${rows.length - right[0]} → ${rows.length - right[1]}`);
  const changed = count(holds.changed);
  const [, same, other] = legendOf(state({ color: "changed" }));
  assert.equal(same[1], `same ${rows.length - changed}`);
  assert.equal(other[1], `changed ${changed}`);
});

test("lines are explained where there are any", () => {
  const marks = (scenes) => legendOf(state({ scenes })).map(([mark]) => mark);
  assert.ok(marks("overlay").includes("line"));
  assert.ok(!marks("twins").includes("line"));
});

test("there are no others where every class is of the pair", () => {
  const names = (shown) => legendOf(shown).map(([, words]) => words);
  assert.ok(names(state({})).includes("others"));
  const two = { ...motion, names: motion.names.slice(0, 2), pair: [0, 1] };
  const few = { ...state({}), motion: two };
  assert.ok(!names(few).includes("others"));
});
