/* What the page itself sets on a control comes back from Dash as if somebody had used it: more than once, and
   on a busy machine after the page has set something else. An echo is no use. */
import { setProps } from "../dash.mjs";

const MOST = 10;
/** By the control's id what was set on it, the last one last, and when. @type {Map<string, { values: unknown[], at: number }>} */
const told = new Map();
/* When somebody last did something. */
let acted = 0;

for (const event of ["pointerdown", "pointerup", "keydown"]) {
  document.addEventListener(event, () => (acted = performance.now()), { capture: true });
}

/**
 * Have a control show a value.
 * @param {string} id
 * @param {string} property
 * @param {unknown} value
 */
export function show(id, property, value) {
  const values = [...(told.get(id)?.values ?? []), value].slice(-MOST);
  told.set(id, { values, at: performance.now() });
  setProps(id, { [property]: value });
}

/**
 * Whether a control's value is what the page has set: nobody has done anything since.
 * @param {string} id
 * @param {unknown} value
 */
export function isEcho(id, value) {
  const known = told.get(id);
  return known !== undefined && acted <= known.at && known.values.includes(value);
}
