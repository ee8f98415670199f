/* The keys of the page itself, and the dialog that lists all keys. Others add theirs with
   labKeys.add and a line in components/shortcuts.py. */
import { hold, setProps } from "../dash.mjs";
import { whenMounted } from "../mounted.mjs";
import { IDS } from "../names.mjs";
import { play } from "../stage/play.mjs";
import { labKeys } from "./keys.mjs";
import { keep, recall } from "./memory.mjs";
import { toast } from "./toast.mjs";

const KEPT = "weight-surgery-single-keys";

labKeys.add("?", () => setProps(IDS.SHORTCUTS_DIALOG, { opened: true }));
labKeys.add(" ", () => play(), { outside: true });
labKeys.add("k", () => play());
labKeys.add("f", () => {
  const field = document.getElementById(IDS.SAMPLES_INDEX);
  if (field?.checkVisibility({ visibilityProperty: true })) field.focus();
});

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
