/* The story's bar: which step the view is at, and how to get to another. Steps come from the server
   all at once; a step is opened as a link is, so it is a view as any other. */
import { setProps } from "../dash.mjs";
import { queryOf } from "../model/address.mjs";
import { lab } from "../model/store.mjs";
import { editOf, homeOf, showSame } from "../model/story.mjs";
import { whenMounted } from "../mounted.mjs";
import { IDS, VIEW } from "../names.mjs";
import { playWhenDrawn, stand } from "../stage/play.mjs";
import { ownOf } from "./buttons.mjs";

const WAITING = "Measuring all pairs to choose an honest example…";
const TAKES_KEYS =
  "input, select, textarea, [contenteditable], .ag-root-wrapper, [role=slider], [role=radio], " +
  "[role=radiogroup], [role=tablist], [role=grid], [role=listbox], [role=menu], [role=combobox]";
const KEYS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };

// A link that names a step and no edit opens that step, as soon as it is known.
const given = new URLSearchParams(window.location.search);
let wanted = given.has("story") && !given.has("op");
let asked = null;
let came = false;

const element = (id) => document.getElementById(id);
const stepOf = () => lab.get().view?.story ?? 0;
/* The steps, where those that were told are of this model's story. */
const stepsOf = ({ story, view }) =>
  story?.told?.steps && story.told.models.includes(view.model) ? story.told.steps : null;

function open(query, story) {
  lab.dispatch({ type: "opened", query, over: { ...ownOf(), story } });
}

function go(number) {
  const step = stepsOf(lab.get())?.[number - 1];
  if (!step) return;
  stand();
  if (number === stepOf() + 1 && step.topic === "projection") {
    const edit = editOf(step.query);
    playWhenDrawn((reads) => editOf(reads.edit) === edit);
  }
  came = true;
  open(step.query, number);
}

function begin() {
  lab.dispatch({ type: "storyBegun" });
  came = true;
  if (stepsOf(lab.get())) {
    go(1);
    return;
  }
  wanted = true;
  lab.dispatch({ type: "set", changes: { story: 1 } });
}

function leave() {
  stand();
  lab.dispatch({ type: "set", changes: homeOf(lab.get()) });
  element(IDS.STORY_BUTTON)?.focus();
}

const forward = () => (stepOf() === stepsOf(lab.get())?.length ? leave() : go(stepOf() + 1));

/* Ask for what is not measured yet, one request at a time, while the story is wanted. */
function ask(model, told) {
  const part = told?.model === model ? told.part : 0;
  const question = `${model}|${part}`;
  if (asked === question) return;
  asked = question;
  setProps(IDS.STORY_REQUEST, { data: { model, part } });
}

function write({ title, text, place = "", share = 0, ready = false, last = false, same = true }) {
  const step = stepOf();
  setProps(IDS.STORY_TITLE, { children: title });
  setProps(IDS.STORY_TEXT, { children: text });
  setProps(IDS.STORY_PLACE, { children: place });
  setProps(IDS.STORY_PROGRESS, { value: share });
  setProps(IDS.STORY_BACK, { disabled: !ready || step === 1 });
  setProps(IDS.STORY_NEXT, { disabled: !ready, children: last ? "Finish" : "Next" });
  element(IDS.STORY_NOTE).hidden = same;
}

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

function showWaiting(told, model) {
  if (told?.refused && told.model === model) {
    write({ title: "There is no story to tell", text: told.refused });
    return;
  }
  ask(model, told);
  const mine = told?.model === model;
  write({
    title: "Choosing a pair",
    text: WAITING,
    place: mine ? `${told.part} of ${told.parts} parts` : "",
    share: mine ? (100 * told.part) / told.parts : 0,
  });
}

function arrive() {
  came = false;
  requestAnimationFrame(() => {
    const bar = element(IDS.STORY_BAR);
    if (bar.contains(document.activeElement) && !document.activeElement.disabled) return;
    element(IDS.STORY_NEXT)?.focus({ preventScroll: true });
  });
}

function show(state) {
  const { view, story } = state;
  element(IDS.STORY_BAR).hidden = !view.story;
  document.body.classList.toggle("telling", view.story > 0);
  if (!view.story) {
    asked = null;
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

const BUTTONS = {
  [IDS.STORY_BUTTON]: begin,
  [IDS.STORY_BACK]: () => go(stepOf() - 1),
  [IDS.STORY_NEXT]: forward,
  [IDS.STORY_LEAVE]: leave,
  [IDS.STORY_RETURN]: () => go(stepOf()),
};

document.addEventListener("click", (event) => {
  if (lab.get().view) BUTTONS[event.target.closest?.("button")?.id]?.();
});

document.addEventListener("keydown", (event) => {
  const modified = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
  if (!stepOf() || modified || event.defaultPrevented) return;
  if (event.target.closest?.(TAKES_KEYS) || document.querySelector("[aria-modal=true]")) return;
  const by = KEYS[event.key];
  if (!by && event.key !== "Escape") return;
  event.preventDefault();
  if (event.key === "Escape") leave();
  else go(stepOf() + by);
});

export const story = {
  hear(told) {
    if (told) lab.dispatch({ type: "storyHeard", told });
  },
};
