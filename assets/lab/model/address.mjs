/* A view as the query of its link, exactly as Python writes it (components/view.py). */
/** @import { Plan, View } from "../model.d.ts" */
import { exactText, shortText } from "../motion/damping.mjs";
import { isLast, textsOf } from "./plan.mjs";
import { PLAN } from "./view.mjs";

/** A text as Python escapes it, which leaves fewer characters as they are. @param {string} text */
const escaped = (text) =>
  encodeURIComponent(text)
    .replaceAll("%3A", ":")
    .replaceAll("%20", "+")
    .replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

/** A field of a link. @param {unknown} value */
function written(value) {
  if (typeof value === "boolean") return String(Number(value));
  if (typeof value === "number") return shortText(value);
  return escaped(String(value));
}

/**
 * The query of a view; what is only looked at is left out while it is as usual, so old links stay the
 * same.
 * @param {View} view
 * @param {View} defaults of all fields, in the order of a link
 */
export function queryOf(view, defaults) {
  const { model, bias, trim, fit, repair, points, axes } = view;
  const always = {
    model,
    op: textsOf(view),
    hand: isLast(view) ? null : view.earlier.length,
    bias,
    trim,
    fit,
    repair: repair || null,
    points,
    axes,
  };
  const names = /** @type {(keyof View)[]} */ (Object.keys(defaults));
  const looks = names.filter(
    (name) =>
      !(name in always) &&
      !PLAN.includes(/** @type {keyof Plan} */ (name)) &&
      view[name] !== defaults[name],
  );
  const parts = { ...always, ...Object.fromEntries(looks.map((name) => [name, view[name]])) };
  return Object.entries(parts)
    .flatMap(([name, value]) =>
      Array.isArray(value) ? value.map((one) => [name, one]) : [[name, value]],
    )
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${name === "at" ? exactText(Number(value)) : written(value)}`)
    .join("&");
}
