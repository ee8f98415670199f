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
