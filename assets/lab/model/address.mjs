// @ts-nocheck
/* A view as the query of its link, exactly as Python writes it (components/view.py). */

/* A damping as Python writes it: 1e-05, 0.0001, 0.0. */
export function exactText(value) {
  if (Number.isInteger(value)) return value.toFixed(1);
  const small = Math.abs(value) < 1e-4 ? value.toExponential() : String(value);
  return small.replace(/e-(\d)$/, "e-0$1");
}

/* The same as it is typed: 1e-05, 0.5, 0. */
export const shortText = (value) => (Number.isInteger(value) ? String(value) : exactText(value));

/* A text as Python escapes it, which leaves fewer characters as they are. */
const escaped = (text) =>
  encodeURIComponent(text)
    .replaceAll("%3A", ":")
    .replaceAll("%20", "+")
    .replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

const written = {
  boolean: (value) => String(Number(value)),
  number: (value) => (Number.isInteger(value) ? String(value) : exactText(value)),
  string: escaped,
};

/* The query of a view. defaults: of all fields, in the order of a link; what is only looked at is
   left out while it is as usual, so old links stay the same. */
export function queryOf(view, defaults) {
  const { model, classes, damping, bias, trim, fit, points, axes } = view;
  const always = {
    model,
    op: `merge:${classes.join("-")}:${exactText(damping)}`,
    bias,
    trim,
    fit,
    points,
    axes,
  };
  const looks = Object.entries(defaults).filter(
    ([name, usual]) =>
      !(name in always) && !["classes", "damping"].includes(name) && view[name] !== usual,
  );
  const parts = { ...always, ...Object.fromEntries(looks.map(([name]) => [name, view[name]])) };
  return Object.entries(parts)
    .filter(([, value]) => value !== null)
    .map(
      ([name, value]) =>
        `${name}=${name === "at" ? exactText(value) : written[typeof value](value)}`,
    )
    .join("&");
}
