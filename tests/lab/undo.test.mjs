import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY, reduce } from "../../assets/lab/model/reduce.mjs";

const VIEW = {
  model: "one",
  kind: "merge",
  classes: [3, 6],
  damping: 0.5,
  method: "paper",
  earlier: [],
  later: [],
  bias: true,
  repair: false,
  color: "class",
  at: null,
};
const opened = (view = VIEW) => {
  const asked = reduce(EMPTY, { type: "opened", query: "q" });
  return reduce(asked, { type: "answered", id: asked.question.id, view, edit: "e", data: "d" });
};
const set = (state, changes) => reduce(state, { type: "set", changes });
const undone = (state) => reduce(state, { type: "undone" });
const redone = (state) => reduce(state, { type: "redone" });

test("every change of the edit is taken back in turn, and done again", () => {
  const first = opened();
  const second = set(first, { damping: 0.25 });
  const third = set(second, { earlier: ["shatter:4:0.0"] });
  const back = undone(third);
  assert.deepEqual(back.view, second.view);
  assert.deepEqual(undone(back).view, first.view);
  assert.deepEqual(redone(undone(back)).view, second.view);
  assert.deepEqual(redone(back).view, third.view);
  assert.equal(back.question.fields.damping, 0.25, "the server is asked again");
});

test("with nothing to take back nothing happens", () => {
  const state = opened();
  assert.equal(undone(state), state);
  assert.equal(redone(set(state, { damping: 0.25 })).view.damping, 0.25);
});

test("what is only looked at is no change of the edit", () => {
  const state = set(opened(), { color: "changed" });
  assert.equal(undone(state), state);
});

test("a new change after going back leaves nothing to go on to", () => {
  const state = set(undone(set(opened(), { damping: 0.25 })), { damping: 0.75 });
  assert.equal(redone(state), state);
  assert.equal(undone(state).view.damping, 0.5);
});

test("another model has no past", () => {
  const state = set(set(opened(), { damping: 0.25 }), { model: "other" });
  assert.equal(undone(state), state);
});

test("a change that was refused is not gone back to", () => {
  const asked = set(set(opened(), { damping: 0.25 }), { damping: "abc" });
  const shown = { ...asked, shown: { ...asked.view, damping: 0.25 } };
  const refused = reduce(shown, {
    type: "answered",
    id: asked.question.id,
    refused: "no",
    told: "t",
  });
  assert.equal(refused.view.damping, 0.25);
  assert.equal(undone(refused).view.damping, 0.5);
});
