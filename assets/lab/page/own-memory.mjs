/* The models of one's own that this browser knows of: kept for as long as the server keeps them, and
   offered beside those that everybody has. */
import { setProps } from "../dash.mjs";
import { whenMounted } from "../mounted.mjs";
import { IDS, OWN } from "../names.mjs";
import { keep, recall } from "./memory.mjs";

/** @typedef {{ model: string, title: string, until: number }} Own */

const KEPT = "weight-surgery-own";
const SHOWN = "weight-surgery-own-shown";
const HOUR_MS = 3_600_000;

/** @param {unknown} one @returns {one is Own} */
const isOne = (one) =>
  typeof one === "object" &&
  one !== null &&
  "model" in one &&
  "title" in one &&
  "until" in one &&
  typeof one.model === "string" &&
  typeof one.title === "string" &&
  typeof one.until === "number";

/** What was kept, whoever wrote it. @returns {Own[]} */
function kept() {
  try {
    const found = JSON.parse(recall(KEPT) ?? "[]");
    return Array.isArray(found) ? found.filter(isOne) : [];
  } catch {
    return [];
  }
}

// Where the browser keeps nothing, they are known until the page is left.
let own = kept();
/** The models that everybody has. @type {string[]} */
let everybodys = [];

/** @param {string} model */
export const isOwn = (model) => model.startsWith(OWN.prefix);

/** Their names, which are their addresses. */
export const ownModels = () => own.map(({ model }) => model);

function offer() {
  const now = Date.now();
  own = own.filter(({ until }) => until > now);
  const items = own.map(({ model, title }) => ({ value: model, label: title }));
  const groups = [
    { group: "Your own", items },
    { group: "Everybody's", items: everybodys },
  ];
  whenMounted(() => setProps(IDS.MODEL_SELECT, { data: items.length ? groups : everybodys }));
}

/** Everybody's models, as the page was sent with them. @param {string[]} models */
export function offerBeside(models) {
  everybodys = models;
  if (own.length) offer();
}

/** The one that was shown last, null where there is none any more. */
export const lastShown = () => own.find(({ model }) => model === recall(SHOWN))?.model ?? null;

/** One that is shown. @param {string} model @param {string} title */
export function remember(model, title) {
  keep(SHOWN, model);
  if (own.some((one) => one.model === model)) return;
  own = [{ model, title, until: Date.now() + OWN.hours * HOUR_MS }, ...own];
  keep(KEPT, JSON.stringify(own));
  offer();
}

/** One that is no longer there. @param {string} model */
export function forget(model) {
  own = own.filter((one) => one.model !== model);
  keep(KEPT, JSON.stringify(own));
  offer();
}
