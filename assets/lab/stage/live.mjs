/* What is written while the damping is in the hand: its value follows, and what was measured at
   another damping is dimmed until the measurement comes. */
/** @import { Page } from "../model.d.ts" */

import { isWaiting } from "../model/reduce.mjs";
import { lab } from "../model/store.mjs";
import { shortText, strengthText } from "../motion/damping.mjs";
import { IDS } from "../names.mjs";

const root = document.documentElement;
// React keeps the field's own value; this one is only looked at until the slider is let go.
const writeField = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;

/** @param {string} id @param {string} text */
function write(id, text) {
  const place = document.getElementById(id);
  if (place && place.textContent !== text) place.textContent = text;
}

/** @param {Page} state @param {Page} before */
function follow(state, before) {
  const { hand, view } = state;
  const damping = hand ?? view?.damping;
  if (typeof damping !== "number") return;
  const text = shortText(Number(damping.toPrecision(3)));
  write(IDS.STRENGTH_TEXT, strengthText(damping));
  for (const id of [IDS.EMBEDDING_LIVE, IDS.CIRCLE_LIVE]) {
    write(id, hand === null ? "" : `at ${strengthText(damping)} strength`);
  }
  /** @type {HTMLInputElement | null} */
  const field = document.querySelector(`input#${IDS.DAMPING_INPUT}`);
  // A text that somebody is typing is theirs.
  if (!field || field === document.activeElement) return;
  if (hand !== null) writeField?.call(field, text);
  else if (before.hand !== null) writeField?.call(field, shortText(damping));
}

lab.subscribe((state, before) => {
  const moved = state.hand !== before.hand || state.view !== before.view;
  if (moved) follow(state, before);
  root.toggleAttribute("data-drawn", Boolean(state.motion));
  const stale = isWaiting(state) || (state.hand !== null && state.hand !== state.shown?.damping);
  root.toggleAttribute("data-stale", Boolean(state.shown) && stale);
});
