/* A damping, and the strength of an edit: 1 − damping, in 0…1. Sliders and axes show the strength;
   links, files and the typed field keep the damping. */
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

/**
 * A damping as Python writes it: 1e-05, 0.0001, 0.0; what is no number yet stays as it was typed.
 * @param {number | string} value
 */
export function exactText(value) {
  if (typeof value === "string") return value;
  if (Number.isInteger(value)) return value.toFixed(1);
  const small = Math.abs(value) < 1e-4 ? value.toExponential() : String(value);
  return small.replace(/e-(\d)$/, "e-0$1");
}

/** The same as it is typed: 1e-05, 0.5, 0. @param {number} value */
export const shortText = (value) => (Number.isInteger(value) ? String(value) : exactText(value));
