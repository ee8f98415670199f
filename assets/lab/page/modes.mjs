/* Embedded and presented views. The root element says which, before anything is drawn, so that the
   full page does not flash; `modes.css` and `embed.css` do the rest. */
import { labKeys } from "./keys.mjs";

const root = document.documentElement;
const isSet = (query, name) => new URLSearchParams(query).get(name) === "1";
const button = () => document.getElementById("page-present-button");
const resized = () => window.dispatchEvent(new Event("resize"));

root.toggleAttribute("data-embed", isSet(window.location.search, "embed"));

function present(query) {
  const on = isSet(query, "present") && !root.hasAttribute("data-embed");
  if (on === root.hasAttribute("data-present")) return on;
  root.toggleAttribute("data-present", on);
  requestAnimationFrame(() => requestAnimationFrame(resized));
  return on;
}
present(window.location.search);

export const modes = {
  show: (query) => (query && present(query) ? "Leave presentation" : "Present"),
};

/* What Escape closes first: an open list, menu or dialog, and the story. */
const somethingOpen = () =>
  new URLSearchParams(window.location.search).has("story") ||
  [...document.querySelectorAll("[role=dialog], [role=listbox], [role=menu]")].some((one) =>
    one.checkVisibility({ visibilityProperty: true }),
  );

if (!root.hasAttribute("data-embed")) labKeys.add("p", () => button()?.click());

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  if (root.hasAttribute("data-present") && !somethingOpen()) button()?.click();
});
