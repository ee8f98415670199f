/* The keys of the page itself, and the dialog that lists all keys. Others add theirs with
   labKeys.add and a line in components/shortcuts.py. */
import { hold, setProps } from "../dash.mjs";
import { lab } from "../model/store.mjs";
import { whenMounted } from "../mounted.mjs";
import { IDS } from "../names.mjs";
import { play } from "../stage/play.mjs";
import { labKeys } from "./keys.mjs";
import { keep, recall } from "./memory.mjs";
import { toast } from "./toast.mjs";

// About a second.
const MOST_FRAMES = 60;
const KEPT = "weight-surgery-single-keys";

labKeys.add("?", () => setProps(IDS.SHORTCUTS_DIALOG, { opened: true }));
labKeys.add(" ", () => play(), { outside: true });
labKeys.add("k", () => play());
labKeys.add("f", find);

/** @param {Element | null} element */
const isSeen = (element) => element?.checkVisibility({ visibilityProperty: true }) ?? false;

/* The field that finds a sample, in its tab, which a low window folds away. */
function find() {
  const { view } = lab.get();
  if (view?.view !== "pair" || view.present || view.embed) return;
  const full = view.full || !isSeen(document.querySelector(".tab-body"));
  lab.dispatch({ type: "set", changes: { tab: "samples", full } });
  focusWhenSeen(MOST_FRAMES);
}

/** @param {number} frames to wait at most for the tab to be shown */
function focusWhenSeen(frames) {
  const field = document.getElementById(IDS.SAMPLES_INDEX);
  if (isSeen(field)) field?.focus();
  else if (frames) requestAnimationFrame(() => focusWhenSeen(frames - 1));
}

labKeys.enabled = recall(KEPT) !== "off";
whenMounted(() => {
  if (!labKeys.enabled) setProps(IDS.SHORTCUTS_SWITCH, { checked: false });
});

export const shortcuts = {
  open: () => true,
  /** One who steers by voice or by single switches can turn them off. @param {boolean} enabled */
  enable(enabled) {
    labKeys.enabled = enabled;
    if (!keep(KEPT, enabled ? "on" : "off")) {
      toast("Until you close this page", "The browser does not let it keep this switch for later.");
    }
    return hold();
  },
};
