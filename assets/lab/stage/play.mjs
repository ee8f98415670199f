/* The edit as a motion: from the untouched network, or another damping, to the damping that is set. */
/** @import { Reads } from "../types.d.ts" */
import { lab } from "../model/store.mjs";
import { onDrawn } from "./samples.mjs";

const PLAYED = 2600;
const AFTERWARDS = 300;
const STILLS = [1, 0.66, 0.33, 0];
const EACH = 900;
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
let playing = 0;
/** @type {{ isAwaited: (reads: Reads) => boolean, from: number } | null} */
let due = null;

export function stop() {
  due = null;
  clearTimeout(playing);
  cancelAnimationFrame(playing);
}

const settle = () => lab.dispatch({ type: "released" });

/**
 * Another edit may be answered meanwhile; then it is played up to that one.
 * @param {number} from
 * @param {number} left
 */
function at(from, left) {
  const { reads } = lab.get();
  if (!reads) return;
  const { damping } = reads;
  lab.dispatch({ type: "held", damping: damping + (from - damping) * left });
}

/** @param {number} from @param {number} index */
function showStill(from, index) {
  at(from, STILLS[index]);
  playing =
    index + 1 < STILLS.length
      ? setTimeout(() => showStill(from, index + 1), EACH)
      : setTimeout(settle, AFTERWARDS);
}

/* Play from a damping; who wants little motion sees four stills. */
export function play(from = 1) {
  if (!lab.get().reads) return;
  stop();
  if (still.matches) {
    showStill(from, 0);
    return;
  }
  const start = performance.now();
  const frame = (/** @type {number} */ now) => {
    const share = Math.min(1, Math.max(0, (now - start) / PLAYED));
    at(from, 1 - share * share * (3 - 2 * share));
    playing = share < 1 ? requestAnimationFrame(frame) : setTimeout(settle, AFTERWARDS);
  };
  playing = requestAnimationFrame(frame);
}

/**
 * Leave the after side where it is until the edit that is awaited is drawn, then play up to it.
 * @param {(reads: Reads) => boolean} isAwaited
 */
export function playWhenDrawn(isAwaited) {
  const { hand, reads } = lab.get();
  if (!reads) return;
  stop();
  const from = hand ?? reads.damping;
  lab.dispatch({ type: "held", damping: from });
  due = { isAwaited, from };
}

/* Let go of whatever is in the hand or played. */
export function stand() {
  stop();
  settle();
}

onDrawn(({ reads }) => {
  if (!due?.isAwaited(reads)) return;
  const { from } = due;
  play(from === reads.damping ? 1 : from);
});
