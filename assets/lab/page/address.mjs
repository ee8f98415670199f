/* The address bar: read and written here alone. */
/** @import { Over, View } from "../model.d.ts" */
import { queryOf } from "../model/address.mjs";
import { isWaiting } from "../model/reduce.mjs";
import { lab } from "../model/store.mjs";
import { VIEW } from "../names.mjs";
import { lastShown } from "./own-memory.mjs";

const here = () => window.location;

/** The whole address of a view. @param {View} view */
export const linkOf = (view) =>
  `${here().origin}${here().pathname}?${queryOf(view, VIEW)}${here().hash}`;

/**
 * With the job that this page waits for, which is nobody else's.
 * @param {View} view
 * @param {string | null} job
 */
const addressOf = (view, job) =>
  job ? linkOf(view).replace(/(#|$)/, `&job=${job}$1`) : linkOf(view);

/** The address without it. @param {string} address */
export const withoutJob = (address) => address.replace(/[?&]job=[^&#]*/, "");

/* Views and pairs are steps that Back undoes; a damping or another look changes the step one is at.
   Nothing is written while an answer is awaited, and a link that could not be shown gives way to what
   is. */
lab.subscribe((state, before) => {
  const { view } = state;
  const same =
    view === before.view && state.answered === before.answered && state.job === before.job;
  if (!view || same || isWaiting(state)) return;
  const address = addressOf(view, state.job);
  if (address === here().href) return;
  const write = state.pushed && before.view ? "pushState" : "replaceState";
  try {
    window.history[write](null, "", address);
  } catch {
    // Some browsers refuse many steps in a short time; the next change writes the address again.
  }
});

/** Open what the address says. @param {Over} over */
export const openAddress = (over = {}) =>
  lab.dispatch({ type: "opened", query: here().search.replace(/^\?/, ""), over });

/* Open the page: where its address says nothing, the model of one's own that was shown last. */
export function openFirst() {
  const model = here().search ? null : lastShown();
  if (!model) return openAddress();
  const query = new URLSearchParams({ model }).toString();
  lab.dispatch({ type: "opened", query, over: { recalled: true } });
}

window.addEventListener("popstate", () => openAddress({ back: true }));
