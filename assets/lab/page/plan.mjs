/* A plan of several operations, as chips: taken into the hand, switched off, left out, dragged to another
   place, by pointer or by keys; and what adds to it, or takes a change back. */
/** @import { Page, Plan, View } from "../model.d.ts" */
import { setProps } from "../dash.mjs";
import {
  added,
  isLast,
  moved,
  operationOf,
  removed,
  taken,
  textOf,
  textsOf,
  toggled,
  usedClasses,
} from "../model/plan.mjs";
import { lab } from "../model/store.mjs";
import { isPlan } from "../model/view.mjs";
import { whenMounted } from "../mounted.mjs";
import { IDS } from "../names.mjs";
import { around, buttonIdOf } from "./events.mjs";

/** @param {Plan | null} plan @param {Partial<View>} [more] */
function set(plan, more = {}) {
  if (plan) lab.dispatch({ type: "set", changes: { ...plan, ...more } });
}

/** @param {Page} state @param {string} text */
function nameOf({ motion }, text) {
  const { kind, classes } = operationOf(text);
  const names = classes.map((label) => motion?.names[label] ?? String(label));
  return kind === "shatter" ? `${names[0]} shattered` : names.join(" + ");
}

/**
 * @param {string} className
 * @param {string} words
 * @param {string} label
 */
function buttonOf(className, words, label) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = className;
  button.textContent = words;
  button.setAttribute("aria-label", label);
  button.title = label;
  return button;
}

/**
 * @param {Page} state
 * @param {string} text
 * @param {number} at
 * @param {number} hand
 */
function chipOf(state, text, at, hand) {
  const operation = operationOf(text);
  const name = nameOf(state, text);
  const step = `Step ${at + 1}, ${name}`;
  const chip = document.createElement("div");
  chip.className = "plan-chip";
  chip.draggable = true;
  chip.dataset.at = String(at);
  chip.classList.toggle("off", !operation.on);
  chip.classList.toggle("in-hand", at === hand);
  const toggle = buttonOf(
    "plan-toggle",
    "",
    `${step}: ${operation.on ? "switch off" : "switch on"}`,
  );
  toggle.setAttribute("aria-pressed", String(operation.on));
  const take = buttonOf(
    "plan-take",
    name,
    at === hand ? `${step}: in the hand` : `${step}: take into the hand`,
  );
  take.setAttribute("aria-pressed", String(at === hand));
  const remove = buttonOf("plan-remove", "×", `${step}: leave it out`);
  const mark = state.motion?.colors[state.motion.groups[operation.classes[0]]];
  if (mark && operation.on) toggle.style.setProperty("--group", mark);
  chip.append(toggle, take, remove);
  return chip;
}

/** The same button of the chips as had the focus. @param {HTMLElement} place */
function focusedIn(place) {
  const { activeElement } = document;
  if (!activeElement || !place.contains(activeElement)) return () => {};
  const { className } = activeElement;
  const at = activeElement.closest(".plan-chip")?.getAttribute("data-at");
  const inHand = activeElement.closest(".in-hand") !== null;
  return () => {
    const chip = inHand ? ".in-hand" : `[data-at="${at}"]`;
    const found = place.querySelector(`${chip} .${className}`) ?? place.querySelector(".plan-take");
    if (found instanceof HTMLElement) found.focus();
  };
}

/** What is said of the step in the hand, and of the others. @param {Page} state */
function noteOf({ view, grasped }) {
  if (!view || !isPlan(view)) return "one edit; add to it";
  if (isLast(view)) return "";
  return grasped ? "later steps are held" : "later steps are fitted anew after this one";
}

/** @type {string[]} */
let written = [];

/** @param {Page} state */
function write(state) {
  const { view, motion } = state;
  const place = document.getElementById(IDS.PLAN_CHIPS);
  if (!view || !place) return;
  const shown = isPlan(view);
  document.documentElement.toggleAttribute("data-plan", shown);
  const texts = shown ? textsOf(view) : [];
  const hand = view.earlier.length;
  const signature = [...texts, hand, motion?.key ?? "", motion?.names.join() ?? ""].map(String);
  if (signature.join("|") === written.join("|")) return;
  written = signature;
  const focus = focusedIn(place);
  place.replaceChildren(...texts.map((text, at) => chipOf(state, text, at, hand)));
  focus();
  place.querySelector(".in-hand")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** @param {EventTarget | null} target */
function placeIn(target) {
  const chip = target instanceof Element ? target.closest(".plan-chip") : null;
  return chip ? Number(chip.getAttribute("data-at")) : -1;
}

document.addEventListener("click", (event) => {
  const { view } = lab.get();
  const at = placeIn(event.target);
  if (!view || at < 0) return;
  if (around(event, ".plan-toggle")) set(toggled(view, at));
  else if (around(event, ".plan-remove")) set(removed(view, at));
  else if (at !== view.earlier.length) set(taken(view, at));
});

/* By keys: a step is moved with Alt, and left out with Delete. */
document.addEventListener("keydown", (event) => {
  const { view } = lab.get();
  const at = placeIn(event.target);
  if (!view || at < 0) return;
  const to = at + ({ ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0);
  if (event.key === "Delete") set(removed(view, at));
  else if (event.altKey && to !== at && to >= 0 && to < textsOf(view).length)
    set(moved(view, at, to));
  else return;
  event.preventDefault();
});

let dragged = -1;
document.addEventListener("dragstart", (event) => {
  dragged = placeIn(event.target);
  if (dragged >= 0) event.dataTransfer?.setData("text/plain", String(dragged));
});
document.addEventListener("dragover", (event) => {
  if (dragged >= 0 && around(event, ".plan-chips")) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const { view } = lab.get();
  const to = placeIn(event.target);
  if (!view || dragged < 0 || to < 0) return;
  event.preventDefault();
  if (to !== dragged) set(moved(view, dragged, to));
});
document.addEventListener("dragend", () => {
  dragged = -1;
});

/**
 * The next pair to merge: the best that is ranked of classes that no step is about, else the first.
 * @param {Page} state
 * @returns {number[] | null}
 */
function nextPair({ view, motion, ranking }) {
  if (!view || !motion) return null;
  const used = usedClasses(view);
  const order = ranking?.orders[0].map((row) => ranking.pairs[row]) ?? [];
  const found = order.find((pair) => !pair.some((label) => used.has(label)));
  const free = motion.names.flatMap((_, label) => (used.has(label) ? [] : [label]));
  if (found) return found;
  if (free.length > 1) return free.slice(0, 2);
  // The last one joins what the first step merged.
  return free.length ? [operationOf(textsOf(view)[0]).classes[0], free[0]] : null;
}

/** @param {"merge" | "shatter"} kind */
function add(kind) {
  const state = lab.get();
  const { view } = state;
  const pair = nextPair(state);
  if (!view || !pair) return;
  const classes = kind === "merge" ? pair : pair.slice(-1);
  const method = kind === "merge" && view.kind === "merge" ? view.method : "paper";
  const text = textOf({ kind, classes, damping: Number(view.damping), method, on: true });
  set(added(view, text), view.color === "class" ? { color: "group" } : {});
}

/** @type {Record<string, () => void>} */
const ACTIONS = {
  [IDS.PLAN_MERGE]: () => add("merge"),
  [IDS.PLAN_SHATTER]: () => add("shatter"),
  [IDS.PLAN_UNDO]: () => lab.dispatch({ type: "undone" }),
  [IDS.PLAN_REDO]: () => lab.dispatch({ type: "redone" }),
};
document.addEventListener("click", (event) => ACTIONS[buttonIdOf(event)]?.());

/* Undo and redo as everywhere, but for those who type. */
document.addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || event.altKey || !["z", "y"].includes(key)) return;
  if (around(event, "input, textarea, [contenteditable]")) return;
  event.preventDefault();
  lab.dispatch({ type: key === "y" || event.shiftKey ? "redone" : "undone" });
});

lab.subscribe((state, before) => {
  write(state);
  if (state.past !== before.past || state.future !== before.future || !before.view) {
    whenMounted(() => {
      setProps(IDS.PLAN_UNDO, { disabled: !lab.get().past.length });
      setProps(IDS.PLAN_REDO, { disabled: !lab.get().future.length });
    });
  }
  if (state.view !== before.view || state.grasped !== before.grasped) {
    const note = document.getElementById(IDS.PLAN_NOTE);
    if (note) note.textContent = noteOf(state);
  }
  if (state.view && state.view.kind !== before.view?.kind) {
    const disabled = state.view.kind === "shatter";
    whenMounted(() => setProps(IDS.CLASS_B_SELECT, { disabled }));
  }
});
