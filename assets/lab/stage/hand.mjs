/* The damping in the hand: while its slider is dragged, the samples follow. */
import { lab } from "../model/store.mjs";
import { dampingAt } from "../motion/damping.mjs";
import { IDS } from "../names.mjs";
import { stop } from "./play.mjs";

const SLIDER = `#${IDS.DAMPING_SLIDER} [role=slider]`;
/** @type {number | null} */
let takenAt = null;

const strength = () => Number(document.querySelector(SLIDER)?.getAttribute("aria-valuenow"));

/**
 * Dash hears of the slider when it is let go; its thumb says where it is all along.
 * @param {Element} thumb
 */
function watch(thumb) {
  let last = strength();
  const say = () =>
    thumb.setAttribute("aria-valuetext", `${Number((100 * strength()).toFixed(1))} percent`);
  say();
  new MutationObserver(() => {
    const value = strength();
    if (value === last) return;
    say();
    last = value;
    if (!thumb.matches(":active, :focus") || !lab.get().motion) return;
    stop();
    lab.dispatch({ type: "held", damping: dampingAt(value), grasped: takenAt !== null });
  }).observe(thumb, { attributeFilter: ["aria-valuenow"] });
}

document.addEventListener("pointerdown", (event) => {
  const { target } = event;
  if (!(target instanceof Element && target.closest(`#${IDS.DAMPING_SLIDER}`))) return;
  stop();
  takenAt = strength();
});

/* Where it was taken nothing is asked, so no answer comes that would settle it. */
function letGo() {
  if (takenAt === null) return;
  lab.dispatch({ type: "released", asked: takenAt !== strength() });
  takenAt = null;
}

for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, letGo);

const watched = new WeakSet();
new MutationObserver(() => {
  const thumb = document.querySelector(SLIDER);
  if (!thumb || watched.has(thumb)) return;
  watched.add(thumb);
  watch(thumb);
}).observe(document, { childList: true, subtree: true });
