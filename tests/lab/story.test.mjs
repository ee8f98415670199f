import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY, reduce } from "../../assets/lab/model/reduce.mjs";
import { editOf, homeOf, showSame } from "../../assets/lab/model/story.mjs";

const STEP = "model=one&op=merge:3-6:0.5&points=2000&axes=surgery&shown=pair&story=3";
const VIEW = { model: "one", classes: [3, 6], points: 300, present: true, embed: false, story: 4 };

test("leaving the story leads back to what one had, as the page is looked at now", () => {
  const view = { ...VIEW, story: 0, present: false, points: 2000 };
  const { story } = reduce({ ...EMPTY, view }, { type: "storyBegun" });
  assert.deepEqual(homeOf({ story }), { model: "one", classes: [3, 6], story: 0 });
  const left = reduce(
    { ...EMPTY, view: { ...VIEW, model: "two" }, story },
    { type: "set", changes: homeOf({ story }) },
  );
  assert.deepEqual(left.view, { ...VIEW, story: 0 });
});

test("a story that was opened by its link leaves the view as it is", () => {
  assert.deepEqual(homeOf(EMPTY), { story: 0 });
});

test("what was told and what one had before do not overwrite each other", () => {
  const view = { ...VIEW, story: 0 };
  const told = { model: "one", steps: [] };
  const begun = reduce({ ...EMPTY, view }, { type: "storyBegun" });
  const heard = reduce(begun, { type: "storyHeard", told });
  assert.deepEqual(heard.story, { home: view, told });
});

test("a step is left when something of it changes, not by what is a person's own", () => {
  for (const own of ["points=300", "present=1", "embed=1", "sample=7"]) {
    assert.ok(showSame(STEP, `${STEP.replace("points=2000&", "")}&${own}`), own);
  }
  for (const [one, other] of [
    ["merge:3-6", "merge:3-7"],
    ["0.5", "0.25"],
    ["shown=pair", "shown=all"],
    ["model=one", "model=two"],
  ]) {
    assert.ok(!showSame(STEP, STEP.replace(one, other)), other);
  }
});

test("an edit is its model and its operation, however it is looked at", () => {
  assert.equal(editOf(STEP), editOf("op=merge:3-6:0.5&model=one&color=correct"));
  assert.notEqual(editOf(STEP), editOf(STEP.replace("0.5", "0.25")));
});

const HOME = {
  ...{ model: "mine", classes: [4, 9], damping: 0.25, bias: false, trim: true, fit: "test" },
  ...{ points: 300, axes: "centroids", plane: "seed", view: "models", color: "confidence" },
  ...{ shown: "changed", scenes: "overlay", sample: 7, figure: "cosine", at: 0.5, tab: "curve" },
  ...{ full: true, side: "before", story: 0, present: false, embed: false },
};
/* As a step's link is answered: everything that it does not name is as usual. */
const TOLD = {
  ...HOME,
  ...{ model: "story", classes: [0, 1], damping: 1, bias: true, trim: false, fit: "fit" },
  ...{ axes: "surgery", plane: "surgery", view: "pair", color: "class", shown: "pair" },
  ...{ scenes: "twins", sample: null, figure: "merge_cost", at: null, tab: "classes" },
  ...{ full: false, side: "after" },
};

const at = (state, view) => {
  const asked = reduce(state, { type: "opened", query: "a step", over: {} });
  return reduce(asked, { type: "answered", id: asked.question.id, view, edit: "e", data: "d" });
};
const home = at(EMPTY, HOME);
const told = (state, story) => at(state, { ...TOLD, story });
const leave = (state) => reduce(state, { type: "set", changes: homeOf(state) }).view;

test("leaving the story brings back all that one had", () => {
  let state = reduce(home, { type: "storyBegun" });
  for (const step of [1, 2, 3]) state = told(state, step);
  assert.equal(state.view.classes.join(), "0,1");
  assert.deepEqual(leave(state), HOME);
});

test("what belongs to the person stays as it was made during the story", () => {
  const state = told(reduce(home, { type: "storyBegun" }), 1);
  const more = reduce(state, { type: "set", changes: { points: 900, present: true } });
  assert.deepEqual(leave(more), { ...HOME, points: 900, present: true });
});

test("a story that is begun again while it is told still leads home", () => {
  const state = told(reduce(home, { type: "storyBegun" }), 4);
  assert.deepEqual(leave(reduce(state, { type: "storyBegun" })), HOME);
});

test("a story opened by its link has no home, not even that of an earlier one", () => {
  const state = told(reduce(home, { type: "storyBegun" }), 2);
  const left = reduce(reduce(state, { type: "set", changes: homeOf(state) }), {
    type: "storyEnded",
  });
  assert.deepEqual(leave(told(left, 5)), TOLD);
});
