/* The strength of an edit: 1 − damping, in 0…1. It is what sliders and axes show; links, files and the
   typed field keep the damping. */
const STEP = 1000;

/** The strength of a damping, as far as a slider tells them apart. @param {number} damping */
export const strengthOf = (damping) => Math.round(STEP * (1 - damping)) / STEP;

/** The damping at a place of the slider. @param {number} strength */
export const dampingAt = (strength) => Math.round(STEP * (1 - strength)) / STEP;

/**
 * The strength in words: 100 %, 54.2 %; an edit that only nearly takes all is not 100 %.
 * @param {number} damping
 */
export function strengthText(damping) {
  const share = 100 * (1 - damping);
  const text = share.toFixed(1).replace(/\.0$/, "");
  return `${text === "100" && damping > 0 ? `≈ ${text}` : text}\u00a0%`;
}
