/* What is only shown while something is pointed at or has the focus goes with Escape, and comes back
   when one points at it again; then the pinned sample is let go,
   and then a tab that is open is closed. */
import { lab } from "../model/store.mjs";
import { IDS } from "../names.mjs";
import { labSpotlight } from "../stage/spotlight.mjs";
import { labKeys } from "./keys.mjs";

const SHOWING = ":is(.card, .rank, .verdict-sentence):is(:hover, :focus-visible)";
const AWAY = "data-dismissed";

/** Whether something was to be sent away. */
function dismiss() {
  const shown = document.querySelectorAll(`${SHOWING}:not([${AWAY}])`);
  for (const one of shown) one.setAttribute(AWAY, "");
  const { spot } = labSpotlight;
  const hovered = spot.hovered !== null;
  if (hovered) labSpotlight.leave();
  return shown.length > 0 || hovered;
}

/* Nothing else that Escape closes is closed with it. */
window.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || !labKeys.isAlone() || !dismiss()) return;
    event.preventDefault();
    event.stopPropagation();
  },
  { capture: true },
);

for (const name of ["pointerout", "focusout"]) {
  document.addEventListener(name, () => {
    for (const one of document.querySelectorAll(`[${AWAY}]:not(:hover, :focus-visible)`)) {
      one.removeAttribute(AWAY);
    }
  });
}

document.addEventListener("keydown", (event) => {
  const { view } = lab.get();
  const card = document.getElementById(IDS.PIN_CARD);
  if (event.key !== "Escape" || event.defaultPrevented || !labKeys.isAlone()) return;
  if (!view || view.story || view.present) return;
  const pinned = card?.checkVisibility();
  if (!pinned && !view.full) return;
  event.preventDefault();
  lab.dispatch({ type: "set", changes: pinned ? { sample: null } : { full: false } });
});
