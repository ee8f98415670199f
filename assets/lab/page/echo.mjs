/* What the page itself sets on a control comes back from Dash as if somebody had used it, and on a busy
   machine after the page has set something else. An echo is no use. */
import { setProps } from "../dash.mjs";

/** By the control's id what was set on it and has not come back, the last one last. @type {Map<string, unknown[]>} */
const told = new Map();

/**
 * Have a control show a value.
 * @param {string} id
 * @param {string} property
 * @param {unknown} value
 */
export function show(id, property, value) {
  told.set(id, [...(told.get(id) ?? []), value]);
  setProps(id, { [property]: value });
}

/**
 * Whether a control's value is what the page has set, and nobody's choice. Once the last of them has come
 * back, or somebody chose another, nothing is waited for.
 * @param {string} id
 * @param {unknown} value
 */
export function isEcho(id, value) {
  const values = told.get(id) ?? [];
  const is = values.includes(value);
  if (!is || value === values.at(-1)) told.delete(id);
  return is;
}
