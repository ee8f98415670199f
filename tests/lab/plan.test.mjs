import assert from "node:assert/strict";
import { test } from "node:test";
import {
  added,
  isLast,
  moved,
  operationOf,
  planWith,
  removed,
  taken,
  textOf,
  textsOf,
  toggled,
  usedClasses,
} from "../../assets/lab/model/plan.mjs";

const TEXTS = ["merge:3-6:0.1", "shatter:4:0.0", "merge:7-1:1e-05:stretched"];
const view = planWith(TEXTS, 2);

test("operations are read and written as links have them", () => {
  for (const text of [...TEXTS, "merge:3-6:0.1:paper:off", "merge:0-12:1e-05:rows:off"]) {
    assert.equal(textOf(operationOf(text)), text);
  }
  assert.deepEqual(operationOf("shatter:4:0.0"), {
    kind: "shatter",
    classes: [4],
    damping: "0.0",
    method: "paper",
    on: true,
  });
});

test("the hand holds one operation, and all of them stay in order", () => {
  assert.deepEqual(view.classes, [7, 1]);
  assert.equal(view.method, "stretched");
  for (const at of [0, 1, 2]) {
    const plan = taken(view, at);
    assert.deepEqual(textsOf(plan), TEXTS);
    assert.equal(plan.earlier.length, at);
    assert.equal(isLast(plan), at === 2);
  }
});

test("what is switched off stays in its place, and the hand goes to the nearest that is on", () => {
  const off = toggled(view, 2);
  assert.deepEqual(textsOf(off), [TEXTS[0], TEXTS[1], `${TEXTS[2]}:off`]);
  assert.equal(off.earlier.length, 1);
  assert.ok(isLast(off), "what is off follows nobody");
  assert.deepEqual(textsOf(toggled(off, 2)), TEXTS);
});

test("the only operation that is on can neither be switched off nor left out", () => {
  const one = planWith(["merge:3-6:0.1", "merge:1-2:0.1:paper:off"], 0);
  assert.equal(toggled(one, 0), null);
  assert.equal(removed(one, 0), null);
  assert.deepEqual(textsOf(removed(one, 1)), ["merge:3-6:0.1"]);
});

test("a step that is moved takes the hand with it, and another leaves it where it is", () => {
  const first = moved(view, 2, 0);
  assert.deepEqual(textsOf(first), [TEXTS[2], TEXTS[0], TEXTS[1]]);
  assert.equal(first.earlier.length, 0);
  const other = moved(view, 0, 1);
  assert.deepEqual(textsOf(other), [TEXTS[1], TEXTS[0], TEXTS[2]]);
  assert.equal(other.earlier.length, 2);
});

test("two alike steps are two", () => {
  const twice = planWith(["merge:3-6:0.1", "merge:3-6:0.1", "shatter:4:0.0"], 1);
  const after = moved(twice, 2, 0);
  assert.deepEqual(textsOf(after), ["shatter:4:0.0", "merge:3-6:0.1", "merge:3-6:0.1"]);
  assert.equal(after.earlier.length, 2);
});

test("what is added comes last and into the hand", () => {
  const more = added(view, "merge:8-9:0.0");
  assert.deepEqual(textsOf(more), [...TEXTS, "merge:8-9:0.0"]);
  assert.deepEqual(more.classes, [8, 9]);
  assert.deepEqual([...usedClasses(more)].sort(), [1, 3, 4, 6, 7, 8, 9]);
});
