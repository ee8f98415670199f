/* A view: an edit, what of it is drawn, and how that is looked at. Pure, as all of this folder. */
/** @import { Measured, Plan, View } from "../model.d.ts" */

/** @type {(keyof Plan)[]} */
export const PLAN = ["kind", "classes", "damping", "method", "earlier", "later"];
/* What the server has to measure; everything else is only looked at in another way. */
/** @type {(keyof Measured)[]} */
export const MEASURED = [
  "model",
  "kind",
  "classes",
  "damping",
  "method",
  "earlier",
  "later",
  "bias",
  "trim",
  "fit",
  "repair",
  "points",
  "axes",
  "plane",
];
/* What belongs to a person and not to a view that is opened. */
/** @type {string[]} */
export const OWN = ["points", "present", "embed"];
/* Another one of these is a step that Back undoes; anything else changes the step one is at. */
/** @type {(keyof View)[]} */
const STEPS = ["view", "model", "kind", "classes", "earlier", "later", "story"];

/** @param {unknown} one @param {unknown} other */
export const same = (one, other) =>
  Array.isArray(one) && Array.isArray(other)
    ? one.length === other.length && one.every((value, at) => value === other[at])
    : Object.is(one, other);

/** @param {(keyof View)[]} names @param {View} one @param {View} other */
const differ = (names, one, other) => names.some((name) => !same(one[name], other[name]));

/** @param {View} one @param {View} other */
export const isMeasuredAnew = (one, other) => differ(MEASURED, one, other);
/** @param {View} one @param {View} other */
export const isStep = (one, other) => differ(STEPS, one, other);

/** The operations of a view. @param {View} view */
export const planOf = (view) =>
  /** @type {Plan} */ (Object.fromEntries(PLAN.map((name) => [name, view[name]])));
/** @param {View} one @param {View} other */
export const isPlannedAnew = (one, other) => differ(PLAN, one, other);
/** Whether it is more than one merge. @param {View} view */
export const isPlan = ({ kind, earlier, later }) =>
  kind !== "merge" || earlier.length + later.length > 0;
/** Whether it is one merge and no repair, which an atlas measures. @param {View} view */
export const isPair = (view) => !isPlan(view) && !view.repair;
/* What makes a pair the whole edit, whatever there was beside it. */
/** @satisfies {Partial<View>} */
export const ALONE = {
  kind: /** @type {View["kind"]} */ ("merge"),
  repair: false,
  earlier: /** @type {string[]} */ ([]),
  later: /** @type {string[]} */ ([]),
};

/** The fields of a view that are measured. @param {View} view */
export const measuredOf = (view) =>
  /** @type {Measured} */ (Object.fromEntries(MEASURED.map((name) => [name, view[name]])));

/**
 * A view with some fields changed; the same object where nothing is.
 * @param {View} view
 * @param {Partial<View>} changes
 * @returns {View}
 */
export function withChanges(view, changes) {
  const given = /** @type {(keyof View)[]} */ (Object.keys(changes));
  const names = given.filter((name) => !same(view[name], changes[name]));
  if (!names.length) return view;
  return { ...view, ...Object.fromEntries(names.map((name) => [name, changes[name]])) };
}

/** What an atlas depends on: not the pair, not the damping. @param {View} view */
export const atlasKey = ({ model, method, bias, trim, fit }) =>
  [model, method, bias, trim, fit].join("|");

/** What the measured atlas depends on: of every method, where each pair has its own. @param {View} view */
export const measuredKey = (view) =>
  view.methods ? [view.model, "every method", view.trim, view.fit].join("|") : atlasKey(view);

/** What a pair's clean dampings depend on: not the damping. @param {View} view */
export const pairKey = (view) =>
  [
    atlasKey(view),
    view.repair,
    view.kind,
    view.classes.join("-"),
    ...view.earlier,
    "",
    ...view.later,
  ].join("|");

/** What an edit is, whatever is drawn of it. @param {View} view */
export const editKey = (view) => [pairKey(view), view.damping].join("|");
