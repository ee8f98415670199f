/* The keys of the page itself, and the dialog that lists all keys. Others add theirs with
   labKeys.add and a line in components/shortcuts.py. */
import { hold, setProps } from "../dash.mjs";
import { play } from "../stage/play.mjs";
import { labKeys } from "./keys.mjs";

labKeys.add("?", () => setProps("page-shortcuts-dialog", { opened: true }));
labKeys.add(" ", () => play(), { outside: true });
labKeys.add("k", () => play());
labKeys.add("f", () => {
  const field = document.getElementById("samples-index-input");
  if (field?.checkVisibility({ visibilityProperty: true })) field.focus();
});

export const shortcuts = {
  open: () => true,
  /** One who steers by voice or by single switches can turn them off. @param {boolean} enabled */
  enable(enabled) {
    labKeys.enabled = enabled !== false;
    return hold();
  },
};
