/* The operations of a view, in order; one of them is in the hand, and the controls are its own. Pure, as
   all of this folder. */
/** @import { Operation, Plan, View } from "../model.d.ts" */
import { exactText } from "../motion/damping.mjs";

const PAPER = "paper";

/**
 * An operation as a link says it, exactly as Python writes it (core/specs.py).
 * @param {Omit<Operation, "damping"> & { damping: number | string }} operation
 */
export function textOf({ kind, classes, damping, method, on }) {
  const text = `${kind}:${classes.join("-")}:${typeof damping === "number" ? exactText(damping) : damping}`;
  return [text, ...(on && method === PAPER ? [] : [method]), ...(on ? [] : ["off"])].join(":");
}

/** @param {string} text @returns {Operation} */
export function operationOf(text) {
  const [kind, classes, damping, method = PAPER, state = ""] = text.split(":");
  return {
    kind: kind === "shatter" ? kind : "merge",
    classes: classes.split("-").map(Number),
    damping,
    method,
    on: state !== "off",
  };
}

/** The operation in the hand, as a link says it. @param {View} view */
const handText = ({ kind, classes, damping, method }) =>
  textOf({ kind, classes, damping, method, on: true });

/** All operations as a link says them. @param {View} view */
export const textsOf = (view) => [...view.earlier, handText(view), ...view.later];

/** Whether no operation that is on follows the one in the hand. @param {View} view */
export const isLast = ({ later }) => !later.some((text) => operationOf(text).on);

/**
 * The plan of some operations with one of them in the hand, which must be on: the one at `hand`, else
 * the nearest to it. Null where none is on.
 * @param {string[]} texts
 * @param {number} hand
 * @returns {Plan | null}
 */
export function planWith(texts, hand) {
  const on = texts.flatMap((text, at) => (operationOf(text).on ? [at] : []));
  if (!on.length) return null;
  const place = on.reduce((best, at) => (Math.abs(at - hand) < Math.abs(best - hand) ? at : best));
  const { kind, classes, damping, method } = operationOf(texts[place]);
  return {
    kind,
    classes,
    damping: Number(damping),
    method,
    earlier: texts.slice(0, place),
    later: texts.slice(place + 1),
  };
}

/** Take another operation into the hand. @param {View} view @param {number} at */
export const taken = (view, at) => planWith(textsOf(view), at);

/** Switch an operation off or on. @param {View} view @param {number} at */
export function toggled(view, at) {
  const texts = textsOf(view);
  const operation = operationOf(texts[at]);
  texts[at] = textOf({ ...operation, on: !operation.on });
  return planWith(texts, operation.on ? view.earlier.length : at);
}

/** Leave an operation out. @param {View} view @param {number} at */
export function removed(view, at) {
  const hand = view.earlier.length;
  return planWith(
    textsOf(view).filter((_, place) => place !== at),
    at < hand ? hand - 1 : hand,
  );
}

/** Have an operation come at another place. @param {View} view @param {number} from @param {number} to */
export function moved(view, from, to) {
  const texts = textsOf(view);
  const order = texts.map((_, at) => at);
  order.splice(to, 0, ...order.splice(from, 1));
  return planWith(
    order.map((at) => texts[at]),
    order.indexOf(view.earlier.length),
  );
}

/** Have one more operation follow, and take it into the hand. @param {View} view @param {string} text */
export const added = (view, text) => planWith([...textsOf(view), text], textsOf(view).length);

/** The classes that operations of a view are about. @param {View} view */
export const usedClasses = (view) =>
  new Set(textsOf(view).flatMap((text) => operationOf(text).classes));
