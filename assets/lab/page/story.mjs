/* The story's bar: which step the view is at, and how to get to another. Steps come from the server
   all at once; a step is opened as a link is, so it is a view as any other. */
/** @import { Page, StoryStep, Told, View } from "../model.d.ts" */
import { setProps } from "../dash.mjs";
import { queryOf } from "../model/address.mjs";
import { isWaiting } from "../model/reduce.mjs";
import { lab } from "../model/store.mjs";
import { editOf, homeOf, showSame } from "../model/story.mjs";
import { whenMounted } from "../mounted.mjs";
import { IDS, VIEW } from "../names.mjs";
import { playWhenDrawn, stand } from "../stage/play.mjs";
import { explained } from "../stage/terms.mjs";
import { ownOf } from "./buttons.mjs";
import { around, buttonIdOf } from "./events.mjs";
import { labKeys } from "./keys.mjs";

const WAITING = "Measuring all pairs to choose an honest example…";
const TAKES_KEYS =
  "input, select, textarea, [contenteditable], .ag-root-wrapper, [role=slider], [role=radio], " +
  "[role=radiogroup], [role=tablist], [role=grid], [role=listbox], [role=menu], [role=combobox]";
/** @type {Record<string, number>} */
const KEYS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };

// A link that names a step and no edit opens that step, as soon as it is known.
const given = new URLSearchParams(window.location.search);
let wanted = given.has("story") && !given.has("op");
/** @type {string | null} */
let asked = null;
let came = false;
// One comes back to what one had, unless the story was opened by its link.
let returns = false;

/** @param {string} id */
const element = (id) => document.getElementById(id);
/** @param {string} id @param {boolean} hidden */
const hide = (id, hidden) => element(id)?.toggleAttribute("hidden", hidden);
const stepOf = () => lab.get().view?.story ?? 0;
/** The steps, where those that were told are of this model's story. @param {Page} state */
function stepsOf({ story, view }) {
  const told = story?.told;
  return view && told?.steps && told.models.includes(view.model) ? told.steps : null;
}

/** @param {string} query @param {number} story */
function open(query, story) {
  const { view } = lab.get();
  if (view) lab.dispatch({ type: "opened", query, over: { ...ownOf(view), story } });
}

/** @param {number} number */
function go(number) {
  const step = stepsOf(lab.get())?.[number - 1];
  if (!step) return;
  // What is changed while the story is still chosen is one's own.
  if (returns) lab.dispatch({ type: "storyBegun" });
  stand();
  if (number === stepOf() + 1 && step.topic === "projection") {
    const edit = editOf(step.query);
    playWhenDrawn((reads) => editOf(reads.edit) === edit);
  }
  came = true;
  open(step.query, number);
}

function begin() {
  if (!stepOf()) returns = true;
  came = true;
  wanted = true;
  lab.dispatch({ type: "set", changes: { story: 1 } });
  // At the first step already, nothing has changed and nobody was told.
  show(lab.get());
}

function leave() {
  stand();
  const state = lab.get();
  const { view } = state;
  const changes = homeOf(state);
  // A step that is on its way would come after all; another question makes its answer come too late.
  if (view && isWaiting(state)) open(queryOf({ ...view, ...changes }, VIEW), 0);
  else lab.dispatch({ type: "set", changes });
  element(IDS.STORY_BUTTON)?.focus();
}

const forward = () => (stepOf() === stepsOf(lab.get())?.length ? leave() : go(stepOf() + 1));

/**
 * Ask for what is not measured yet, one request at a time, while the story is wanted.
 * @param {string} model
 * @param {number} part
 */
function ask(model, part) {
  const question = `${model}|${part}`;
  if (asked === question) return;
  asked = question;
  setProps(IDS.STORY_REQUEST, { data: { model, part } });
}

/**
 * @typedef {object} Words
 * @property {string} title
 * @property {string} text
 * @property {string} [place]
 * @property {number} [share] in percent
 * @property {boolean} [ready]
 * @property {boolean} [last]
 * @property {boolean} [same] as the step that is told
 */
/** @param {Words} words */
function write({ title, text, place = "", share = 0, ready = false, last = false, same = true }) {
  const step = stepOf();
  setProps(IDS.STORY_TITLE, { children: title });
  setProps(IDS.STORY_TEXT, { children: explained(text) });
  setProps(IDS.STORY_PLACE, { children: place });
  setProps(IDS.STORY_PROGRESS, { value: share });
  setProps(IDS.STORY_BACK, { disabled: !ready || step === 1 });
  setProps(IDS.STORY_NEXT, { disabled: !ready, children: last ? "Finish" : "Next" });
  hide(IDS.STORY_NOTE, same);
}

/** @param {StoryStep[]} steps @param {View} view */
function showStep(steps, view) {
  const step = steps[view.story - 1];
  const same = showSame(queryOf(view, VIEW), step.query);
  write({
    ...step,
    place: `${view.story} of ${steps.length}`,
    share: (100 * view.story) / steps.length,
    ready: true,
    last: view.story === steps.length,
    same: same || wanted,
  });
  if (came && same) arrive();
  if (!wanted) return;
  wanted = false;
  go(view.story);
}

/** @param {Told | undefined} told @param {string} model */
function showWaiting(told, model) {
  const mine = told?.model === model ? told : null;
  if (mine?.refused !== undefined) {
    write({ title: "There is no story to tell", text: mine.refused });
    return;
  }
  ask(model, mine?.part ?? 0);
  write({
    title: "Choosing a pair",
    text: WAITING,
    place: mine ? `${mine.part} of ${mine.parts} parts` : "",
    share: mine ? (100 * mine.part) / mine.parts : 0,
  });
}

function arrive() {
  came = false;
  requestAnimationFrame(() => {
    const focused = document.activeElement;
    if (element(IDS.STORY_BAR)?.contains(focused) && !focused?.matches(":disabled")) return;
    element(IDS.STORY_NEXT)?.focus({ preventScroll: true });
  });
}

/** @param {Page} state */
function show(state) {
  const { view, story } = state;
  if (!view) return;
  hide(IDS.STORY_BAR, !view.story);
  document.body.classList.toggle("telling", view.story > 0);
  if (!view.story) {
    asked = null;
    returns = false;
    came = false;
    wanted = false;
    return;
  }
  const steps = stepsOf(state);
  if (steps) showStep(steps, view);
  else showWaiting(story?.told, view.model);
}

lab.subscribe((state, before) => {
  if (!state.view || (state.view === before.view && state.story === before.story)) return;
  if (before.view?.story && !state.view.story) lab.dispatch({ type: "storyEnded" });
  whenMounted(() => show(lab.get()));
});

/** @type {Record<string, () => void>} */
const BUTTONS = {
  [IDS.STORY_BUTTON]: begin,
  [IDS.STORY_BACK]: () => go(stepOf() - 1),
  [IDS.STORY_NEXT]: forward,
  [IDS.STORY_LEAVE]: leave,
  [IDS.STORY_RETURN]: () => go(stepOf()),
};

document.addEventListener("click", (event) => {
  if (lab.get().view) BUTTONS[buttonIdOf(event)]?.();
});

document.addEventListener("keydown", (event) => {
  const modified = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
  if (!stepOf() || modified || event.defaultPrevented) return;
  if (around(event, TAKES_KEYS) || labKeys.isBehind()) return;
  const by = KEYS[event.key];
  if (!by && event.key !== "Escape") return;
  event.preventDefault();
  if (event.key === "Escape") leave();
  else go(stepOf() + by);
});

export const story = {
  /** @param {Told | null} told */
  hear(told) {
    if (told) lab.dispatch({ type: "storyHeard", told });
  },
};
