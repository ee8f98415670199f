/* Single keys: one place decides when they count. Not while somebody types, not with a modifier,
   not behind a dialog, and not at all where the person has switched them off. */
import { around } from "./events.mjs";

const TYPED =
  "input:not([type=radio], [type=checkbox], [type=button], [type=submit]), textarea, select, " +
  "[contenteditable]:not([contenteditable=false]), [role=textbox], [role=combobox], [role=searchbox]";
// What has keys of its own: space presses these, or scrolls the page from a table.
const CONTROL =
  "a[href], button, input, summary, [role=slider], [role=button], [role=option], " +
  "[role=application], [role=dialog], .ag-root";
/** @type {Map<string, { action: (event: KeyboardEvent) => void, outside: boolean }>} */
const actions = new Map();
const keys = { enabled: true };

/** @param {KeyboardEvent} event */
const modified = (event) => event.ctrlKey || event.metaKey || event.altKey;
/* Whether a dialog is open that everything else is behind. */
const isBehind = () =>
  [...document.querySelectorAll("[role=dialog][aria-modal=true]")].some((one) =>
    one.checkVisibility(),
  );

/** @param {KeyboardEvent} event */
const isFree = (event) =>
  keys.enabled &&
  !event.defaultPrevented &&
  !modified(event) &&
  !around(event, TYPED) &&
  !isBehind();

/**
 * Call `action` when `key` is pressed; outside: only where the focus is in no control.
 * @param {string} key
 * @param {(event: KeyboardEvent) => void} action
 */
function add(key, action, { outside = false } = {}) {
  actions.set(key, { action, outside });
}

document.addEventListener("keydown", (event) => {
  const found = actions.get(event.key);
  if (!found || !isFree(event) || (found.outside && around(event, CONTROL))) return;
  event.preventDefault();
  found.action(event);
});

/* Whether no dialog, list or menu is open, which a key would be for. */
const isAlone = () =>
  ![...document.querySelectorAll("[role=dialog], [role=listbox], [role=menu]")].some((one) =>
    one.checkVisibility({ visibilityProperty: true }),
  );

export const labKeys = Object.assign(keys, { add, isFree, isAlone, isBehind });
