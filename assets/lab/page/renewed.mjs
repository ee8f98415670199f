/* Whether the server has the models that it had: after a restart one of the same name may be another,
   and whatever is kept of the old one is wrong. The page is then loaded again, and says so. */
import { queryOf } from "../model/address.mjs";
import { lab } from "../model/store.mjs";
import { whenMounted } from "../mounted.mjs";
import { VIEW } from "../names.mjs";
import { toast } from "./toast.mjs";

const NOTE = "weight-surgery-renewed";
// Of servers that do not agree with each other a page would never come to rest.
const RESTING = 10_000;
let models = "";

/** What the browser keeps for this tab, where it keeps anything. @param {(store: Storage) => void} use */
function withTab(use) {
  try {
    use(window.sessionStorage);
  } catch {
    // Then nothing is said of it.
  }
}

function wasJustLoadedAgain() {
  const [load] = /** @type {PerformanceNavigationTiming[]} */ (
    performance.getEntriesByType("navigation")
  );
  return load?.type === "reload" && performance.now() < RESTING;
}

/** What was asked for last is opened then, whether it was answered or not. */
function keepWhatIsWanted() {
  const { view, job } = lab.get();
  if (!view) return;
  const query = queryOf(view, VIEW) + (job ? `&job=${job}` : "");
  window.history.replaceState(null, "", `?${query}${window.location.hash}`);
}

/** Whether an answer is of other models than those before. @param {string} told */
function isRenewed(told) {
  if (told === models) return false;
  const isFirst = !models;
  models = told;
  if (isFirst || wasJustLoadedAgain()) return false;
  withTab((store) => store.setItem(NOTE, "1"));
  keepWhatIsWanted();
  window.location.reload();
  return true;
}

withTab((store) => {
  if (!store.getItem(NOTE)) return;
  store.removeItem(NOTE);
  whenMounted(() =>
    toast("The models are others now", "The server was started again, and the page with it."),
  );
});

/** What connection.mjs tells. @param {Event} event */
const toldBy = (event) => /** @type {CustomEvent<string>} */ (event).detail;

window.addEventListener("lab-models", (event) => {
  if (isRenewed(toldBy(event))) event.preventDefault();
});
window.addEventListener("lab-refused", (event) =>
  whenMounted(() => toast("Nothing was changed", toldBy(event), "orange")),
);
