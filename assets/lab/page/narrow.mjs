/* The controls on a narrow screen: opened over the page, closed again by Escape. */
import { setProps } from "../dash.mjs";
import { around } from "./events.mjs";

const BUTTON = "narrow-controls-button";

const button = () => document.getElementById(BUTTON);
const isOpen = () => button()?.getAttribute("aria-expanded") === "true";
const close = () => setProps(BUTTON, { opened: false });

export const narrow = {
  /** @param {boolean} opened @param {{ collapsed?: object }} navbar of the app's shell */
  toggle: (opened, navbar) => [
    { ...navbar, collapsed: { ...navbar.collapsed, mobile: !opened } },
    opened ? "controls-open" : "controls-closed",
    String(Boolean(opened)),
  ],
};

document.addEventListener("keydown", (event) => {
  const taken = around(event, "[role=dialog], [aria-expanded=true][role=combobox]");
  if (event.key !== "Escape" || event.defaultPrevented || taken || !isOpen()) return;
  close();
  if (button()?.checkVisibility()) button()?.focus();
});

/* What the skip link leads to is covered while the controls are open. */
document.addEventListener(
  "click",
  (event) => {
    if (around(event, ".skip-link") && isOpen()) close();
  },
  true,
);
