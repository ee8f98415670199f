import assert from "node:assert/strict";
import { test } from "node:test";
import { dampingOf, EMPTY, isWaiting, reduce } from "../../assets/lab/model/reduce.mjs";

const VIEW = {
  model: "one",
  kind: "merge",
  classes: [3, 6],
  damping: 0.5,
  method: "paper",
  earlier: [],
  later: [],
  bias: true,
  trim: false,
  fit: "fit",
  repair: false,
  points: 300,
  axes: "surgery",
  plane: "surgery",
  view: "pair",
  color: "class",
  sample: null,
  story: 0,
  present: false,
  embed: false,
  at: null,
};

const after = (state, ...actions) => actions.reduce(reduce, state);
const opened = (changes = {}) => {
  const asked = reduce(EMPTY, { type: "opened", query: "model=one" });
  const view = { ...VIEW, ...changes };
  return reduce(asked, { type: "answered", id: asked.question.id, view, edit: "e", data: "d" });
};
const answer = (state, changes = {}) => ({
  type: "answered",
  id: state.question.id,
  edit: "e2",
  data: "d",
  view: { ...state.view, ...changes },
});

test("a link is asked, and its answer is what is shown", () => {
  const asked = reduce(EMPTY, { type: "opened", query: "model=one" });
  assert.deepEqual(asked.question, { query: "model=one", over: {}, id: 1 });
  assert.ok(isWaiting(asked));
  const state = opened();
  assert.deepEqual(state.view, VIEW);
  assert.equal(state.edit, "e");
  assert.ok(!isWaiting(state));
});

test("a look changes at once and asks nothing; what is measured is asked", () => {
  const state = opened();
  const looked = reduce(state, { type: "set", changes: { color: "changed", sample: 4 } });
  assert.equal(looked.view.color, "changed");
  assert.equal(looked.question, state.question);
  const moved = reduce(state, { type: "set", changes: { damping: 0.25 } });
  assert.equal(moved.view.damping, 0.25);
  assert.notEqual(moved.question.id, state.question.id);
  assert.equal(moved.question.fields.damping, 0.25);
  assert.ok(!("color" in moved.question.fields));
});

test("a change to what is there already is none: the state is the same object", () => {
  const state = opened();
  const same = { damping: 0.5, classes: [3, 6], color: "class" };
  assert.equal(reduce(state, { type: "set", changes: same }), state);
  assert.equal(reduce(EMPTY, { type: "set", changes: { damping: 1 } }), EMPTY);
});

test("an answer that comes too late is dropped, and the last one counts", () => {
  const first = reduce(opened(), { type: "set", changes: { damping: 0.25 } });
  const second = reduce(first, { type: "set", changes: { classes: [4, 9] } });
  const late = reduce(second, answer(first, { damping: 0.25 }));
  assert.equal(late, second);
  const last = reduce(second, answer(second));
  assert.deepEqual([last.view.damping, last.view.classes], [0.25, [4, 9]]);
  assert.ok(!isWaiting(last));
});

test("looks that changed while an answer was awaited stay", () => {
  const asked = reduce(opened(), { type: "set", changes: { damping: 0.25 } });
  const looked = reduce(asked, { type: "set", changes: { color: "confidence" } });
  const state = reduce(looked, answer(asked, { damping: 0.25, color: "class" }));
  assert.equal(state.view.color, "confidence");
});

test("looks that are chosen while a link is awaited stay whatever it says, but not of other data", () => {
  const asked = reduce(opened(), { type: "opened", query: "model=two" });
  const looks = { color: "confidence", sample: 7 };
  const looked = reduce(asked, { type: "set", changes: looks });
  const link = answer(asked, { model: "two", color: "class", bystanders: "hide" });
  const state = reduce(looked, link);
  const { model, color, bystanders, sample } = state.view;
  assert.deepEqual([model, color, bystanders, sample], ["two", "confidence", "hide", 7]);
  assert.equal(reduce(looked, { ...link, data: "another" }).view.sample, null);
  // The next link is not held to them, and neither is one that takes this one's place.
  for (const before of [state, looked]) {
    const next = reduce(before, { type: "opened", query: "model=one" });
    assert.equal(reduce(next, answer(next, { color: "class" })).view.color, "class");
  }
});

test("what is refused goes back to what was shown, and only that", () => {
  const asked = after(
    opened(),
    { type: "set", changes: { color: "changed" } },
    { type: "set", changes: { damping: "much" }, typed: ["field"] },
  );
  const state = reduce(asked, { type: "answered", id: asked.question.id, refused: "no" });
  assert.equal(state.view.damping, 0.5);
  assert.equal(state.view.color, "changed");
  assert.deepEqual(state.typed, ["field"]);
  assert.equal(state.edit, "e");
});

test("views, models and pairs are steps to come back from; dampings and looks are not", () => {
  const state = opened();
  const pushed = (changes) => reduce(state, { type: "set", changes }).pushed;
  assert.ok(pushed({ view: "atlas" }) && pushed({ classes: [4, 9] }) && pushed({ model: "two" }));
  assert.ok(!pushed({ damping: 0.1 }) && !pushed({ color: "correct" }));
  const asked = reduce(state, { type: "set", changes: { classes: [4, 9] } });
  const looked = reduce(asked, { type: "set", changes: { color: "correct" } });
  assert.ok(reduce(looked, answer(looked)).pushed);
  const back = reduce(state, { type: "opened", query: "view=atlas", over: { back: true } });
  assert.ok(!reduce(back, answer(back, { view: "atlas" })).pushed);
});

test("marks and the pinned sample do not outlive their data set", () => {
  const state = after(
    opened({ sample: 7 }),
    { type: "marked", indices: [1, 2] },
    { type: "set", changes: { model: "two" } },
  );
  const kept = reduce(state, answer(state));
  assert.deepEqual([kept.marked, kept.view.sample], [[1, 2], 7]);
  const other = reduce(state, { ...answer(state), data: "another" });
  assert.deepEqual([other.marked, other.view.sample], [[], null]);
});

test("what is in the hand goes before an answer, until it is let go", () => {
  const reads = { damping: 0.5 };
  const state = reduce(opened(), { type: "sampled", motion: {}, reads });
  const held = reduce(state, { type: "held", damping: 0.3 });
  assert.equal(dampingOf(held), 0.3);
  const answered = reduce(held, { type: "sampled", motion: {}, reads: { damping: 0.9 } });
  assert.equal(dampingOf(answered), 0.3);
  assert.equal(dampingOf(reduce(answered, { type: "released" })), 0.9);
  const keyed = reduce(state, { type: "held", damping: 0.3, grasped: false });
  assert.equal(dampingOf(keyed), 0.3);
  const answer = { type: "sampled", motion: {}, reads: { damping: 0.299 } };
  assert.equal(dampingOf(reduce(keyed, answer)), 0.299);
  const asked = reduce(held, { type: "released", asked: true });
  assert.equal(dampingOf(asked), 0.3);
  assert.equal(
    dampingOf(reduce(asked, { type: "sampled", motion: {}, reads: { damping: 0.25 } })),
    0.25,
  );
});

test("an action that is not there is a fault of the program", () => {
  assert.throws(() => reduce(EMPTY, { type: "nothing" }), /no action nothing/);
});

test("a damping that is set is the atlas's too, and needs no name of its own there", () => {
  const own = reduce(opened(), { type: "set", changes: { at: 0.15 } });
  assert.equal(own.view.at, 0.15);
  assert.equal(reduce(own, { type: "set", changes: { classes: [4, 9] } }).view.at, 0.15);
  assert.equal(reduce(own, { type: "set", changes: { damping: 0.2 } }).view.at, null);
});

test("parts of the atlas are joined in order, and those of another one are dropped", () => {
  const part = (at, key) => ({
    ...{ key, part: at, next: at + 1, parts: 2, measuring: at === 0 },
    ...{ names: ["a"], dampings: [0], rows: [at] },
  });
  const begun = reduce(opened(), { type: "atlasBegun" });
  const { key } = begun.atlas;
  assert.equal(reduce(begun, { type: "atlasMeasured", part: part(1, key) }), begun);
  assert.equal(reduce(begun, { type: "atlasMeasured", part: part(0, "other") }), begun);
  const done = after(
    begun,
    { type: "atlasMeasured", part: part(0, key) },
    { type: "atlasMeasured", part: part(1, key) },
  );
  assert.deepEqual([done.atlas.rows, done.atlas.complete], [[0, 1], true]);
  // Several parts that had been measured come in one answer.
  const whole = { ...part(0, key), next: 2, measuring: false, rows: [0, 1] };
  assert.deepEqual(after(begun, { type: "atlasMeasured", part: whole }).atlas, done.atlas);
  // That it measures is said where the server said that something is still to be measured.
  assert.ok(!begun.atlas.measuring);
  assert.ok(!done.atlas.measuring);
  assert.ok(after(begun, { type: "atlasMeasured", part: part(0, key) }).atlas.measuring);
  const some = { ...part(0, key), measuring: false };
  assert.ok(!after(begun, { type: "atlasMeasured", part: some }).atlas.measuring);
  // Nothing is measured yet: the parts are known, and of the pairs there is nothing to say.
  const none = { ...part(0, key), next: 0, rows: [] };
  const { atlas } = after(begun, { type: "atlasMeasured", part: none });
  assert.deepEqual(
    [atlas.measuring, atlas.parts, atlas.next, atlas.names],
    [true, 2, 0, undefined],
  );
});

test("models come one after the other, and are stopped without losing those that came", () => {
  const row = (index, key = "k") => ({ type: "modelMeasured", row: { key, index, models: 3 } });
  const state = after(opened(), { type: "modelsBegun", key: "k" }, row(0), row(2), row(0, "old"));
  assert.deepEqual([state.models.rows.length, state.models.total], [1, 3]);
  const stopped = after(state, { type: "modelsStopped", stopped: true }, row(1));
  assert.deepEqual([stopped.models.rows.length, stopped.models.stopped], [2, true]);
  const again = after(stopped, { type: "modelsBegun", key: "other" });
  assert.deepEqual([again.models.rows.length, again.models.stopped], [0, false]);
});

test("models come one after the other, and are stopped without losing those that came", () => {
  const row = (index, key = "k") => ({ type: "modelMeasured", row: { key, index, models: 3 } });
  const state = after(opened(), { type: "modelsBegun", key: "k" }, row(0), row(2), row(0, "old"));
  assert.deepEqual([state.models.rows.length, state.models.total], [1, 3]);
  const stopped = after(state, { type: "modelsStopped", stopped: true }, row(1));
  assert.deepEqual([stopped.models.rows.length, stopped.models.stopped], [2, true]);
  const again = after(stopped, { type: "modelsBegun", key: "other" });
  assert.deepEqual([again.models.rows.length, again.models.stopped], [0, false]);
});
