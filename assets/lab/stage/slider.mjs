// @ts-nocheck
/* The damping in the hand: while its slider is dragged, or the edit is played, the samples follow. */
import { held, moveNow, moveTo, writeLive } from "./samples.mjs";

const SLIDER = "#surgery-damping-slider [role=slider]";
const DECADES = 6;
const PLAYED = 2600;
const STILLS = [1, 0.66, 0.33, 0];
let playing = 0;
let due = null;
let takenAt = null;

/* As in components/state.py: the scale is logarithmic, its foot is exactly 0. */
const dampingOf = (slider) =>
  slider <= 0 ? 0 : Number((10 ** (-DECADES * (1 - slider))).toPrecision(6));

const shown = () => Number(document.querySelector(SLIDER)?.getAttribute("aria-valuenow"));

/* Dash hears of the slider when it is let go; its thumb says where it is all along. */
function watch(thumb) {
  let last = shown();
  // The slider's own value is a place on its scale.
  const say = () =>
    thumb.setAttribute("aria-valuetext", `damping ${Number(dampingOf(shown()).toPrecision(2))}`);
  say();
  new MutationObserver(() => {
    const value = shown();
    say();
    if (value === last || !held.state) return;
    last = value;
    if (!thumb.matches(":active, :focus")) return;
    stop();
    moveTo(dampingOf(value));
  }).observe(thumb, { attributeFilter: ["aria-valuenow"] });
}

/* Let go: the after side is where the edit that was answered last has it. */
function settle() {
  const { damping, reads } = held.state ?? {};
  if (reads && damping !== reads.damping) moveNow(reads.damping);
  held.grasped = false;
  held.live = null;
  writeLive();
}

function stop() {
  forget();
  clearTimeout(playing);
  cancelAnimationFrame(playing);
}

/* From the untouched network, or another damping, to the damping that is set. */
function play(from = 1) {
  const state = held.state;
  if (!state) return;
  stop();
  held.grasped = true;
  // Another edit may be answered meanwhile; then it is played up to that one.
  const at = (left) => {
    const target = held.state.reads.damping;
    moveTo(target + (from - target) * left);
  };
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
    const step = (index) => {
      at(STILLS[index]);
      if (index + 1 < STILLS.length) playing = setTimeout(() => step(index + 1), 900);
      else setTimeout(settle, 300);
    };
    step(0);
    return;
  }
  const start = performance.now();
  const frame = (now) => {
    const share = Math.min(1, Math.max(0, (now - start) / PLAYED));
    at(1 - share * share * (3 - 2 * share));
    if (share < 1) playing = requestAnimationFrame(frame);
    else setTimeout(settle, 300);
  };
  playing = requestAnimationFrame(frame);
}

function forget() {
  held.listeners = held.listeners.filter((one) => one !== due);
  due = null;
}

/* Leave the after side where it is until the edit that is awaited is drawn, then play up to it. */
function playWhenDrawn(isAwaited) {
  if (!held.state) return;
  stop();
  const from = held.state.damping;
  Object.assign(held, { grasped: true, live: from });
  due = (state) => {
    if (!isAwaited(state)) return;
    forget();
    play(from === state.reads.damping ? 1 : from);
  };
  held.listeners = [...held.listeners, due];
}

document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest?.("#surgery-damping-slider")) return;
  stop();
  held.grasped = true;
  takenAt = shown();
});
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => {
    held.grasped = false;
    // Where it was taken nothing is asked, so no answer comes that would settle it.
    if (takenAt !== null && takenAt === shown()) settle();
    takenAt = null;
  });
}

const observer = new MutationObserver(() => {
  const thumb = document.querySelector(SLIDER);
  if (!thumb || thumb.labWatched) return;
  thumb.labWatched = true;
  watch(thumb);
});
observer.observe(document, { childList: true, subtree: true });

export { play, playWhenDrawn, stop, settle, dampingOf };
