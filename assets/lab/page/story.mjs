/* The story on the page: which step the view is at, and how to get to another. Steps come from the
   server all at once; a step is opened through the controls, so it is a view as any other. */
import { hold, setProps, triggered } from "../dash.mjs";
import { playWhenDrawn, settle, stop } from "../stage/slider.mjs";

const WAITING = "Measuring all pairs to choose an honest example…";
// How a view is shown belongs to the person, not to the step.
const OWN = ["points", "present", "embed", "sample", "story"];
const TAKES_KEYS =
  "input, select, textarea, [contenteditable], .ag-root-wrapper, [role=slider], [role=radio], " +
  "[role=radiogroup], [role=tablist], [role=grid], [role=listbox], [role=menu], [role=combobox]";
const KEYS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };

const told = { step: 0, steps: null, asked: null, came: false };
// A link that names a step and no edit opens that step, as soon as it is known.
const given = new URLSearchParams(window.location.search);
let wanted = given.has("story") && !given.has("op");

const element = (id) => document.getElementById(id);
const isStill = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

const open = (data) => {
  setProps("page-go-store", { data: { ...data, at: Date.now() } });
};

function go(step) {
  const next = told.steps?.[step - 1];
  if (!next) return;
  stop();
  settle();
  if (step === told.step + 1 && next.topic === "projection") {
    const edit = editOf(next.query);
    playWhenDrawn(({ reads }) => editOf(reads.edit) === edit);
  }
  told.came = true;
  open({ query: next.query, story: step });
}

function begin() {
  wanted = !told.steps;
  told.came = true;
  if (told.steps) go(1);
  else open({ story: 1 });
}

function leave() {
  open({ story: 0 });
  element("story-open-button")?.focus();
}

const forward = () => (told.step === told.steps?.length ? leave() : go(told.step + 1));

/* The edit of a view, as samples are drawn for it. */
const editOf = (query) => {
  const view = new URLSearchParams(query);
  return `${view.get("model")}|${view.get("op")}`;
};

const without = (query, names) => {
  const view = new URLSearchParams(query);
  names.forEach((name) => view.delete(name));
  view.sort();
  return view.toString();
};

/* Ask for what is not measured yet, one request at a time, while the story is wanted. */
function ask(model, answer) {
  const part = answer?.model === model ? answer.part : 0;
  const asked = `${model}|${part}`;
  if (told.asked === asked) return;
  told.asked = asked;
  setTimeout(() => setProps("story-request-store", { data: { model, part } }));
}

function arrive(step) {
  told.came = false;
  requestAnimationFrame(() => {
    if (!element("story-bar-panel").contains(document.activeElement)) return focusNext();
    if (document.activeElement.disabled) focusNext();
  });
  const place = element(step.place)?.closest(".panel, .headline, .verdict");
  const calm = isStill() ? "auto" : "smooth";
  requestAnimationFrame(() => place?.scrollIntoView({ block: "start", behavior: calm }));
}

const focusNext = () => element("story-next-button")?.focus({ preventScroll: true });

const bar = (title, text, place, share, ready, step) => [
  false,
  title,
  text,
  place,
  share,
  !ready || step === 1,
  !ready,
  ready && step === told.steps.length ? "Finish" : "Next",
];

function showStep(query, step, opening) {
  const one = told.steps[step - 1];
  const same = opening || without(query, OWN) === without(one.query, OWN);
  if (told.came && same && !opening) arrive(one);
  const count = told.steps.length;
  return [...bar(one.title, one.text, `${step} of ${count}`, (100 * step) / count, true, step), same];
}

export const story = {
  hear: (answer) => setProps("story-told-store", { data: answer }),

  show(query, answer) {
    const view = new URLSearchParams(query ?? "");
    const [step, model] = [Number(view.get("story") ?? 0), view.get("model")];
    const known = answer?.steps && answer.models.includes(model);
    Object.assign(told, { step, steps: known ? answer.steps : null });
    document.body.classList.toggle("telling", step > 0);
    if (!step) {
      Object.assign(told, { asked: null, came: false });
      wanted = false;
      return [true, ...Array(8).fill(hold())];
    }
    if (known) {
      const opening = wanted;
      wanted = false;
      if (opening) setTimeout(() => go(step));
      return showStep(query, step, opening);
    }
    if (answer?.refused && answer.model === model) {
      return [...bar("There is no story to tell", answer.refused, "", 0, false, step), true];
    }
    ask(model, answer);
    const mine = answer?.model === model;
    const done = mine ? `${answer.part} of ${answer.parts} parts` : "";
    const share = mine ? (100 * answer.part) / answer.parts : 0;
    return [...bar("Choosing a pair", WAITING, done, share, false, step), true];
  },

  press() {
    const pressed = triggered();
    const what = {
      "story-open-button": begin,
      "story-back-button": () => go(told.step - 1),
      "story-next-button": forward,
      "story-leave-button": leave,
      "story-return-button": () => go(told.step),
    }[pressed];
    what?.();
    return hold();
  },
};

document.addEventListener("keydown", (event) => {
  const modified = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
  if (!told.step || modified || event.defaultPrevented) return;
  if (event.target.closest?.(TAKES_KEYS) || document.querySelector("[aria-modal=true]")) return;
  const by = KEYS[event.key];
  if (!by && event.key !== "Escape") return;
  event.preventDefault();
  if (event.key === "Escape") leave();
  else go(told.step + by);
});
