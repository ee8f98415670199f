/* Presented views: a key that starts and ends them, and a button that says which it does. */
import { setProps } from "../dash.mjs";
import { lab } from "../model/store.mjs";
import { whenMounted } from "../mounted.mjs";
import { IDS } from "../names.mjs";
import { labKeys } from "./keys.mjs";

const toggle = () => document.getElementById(IDS.PRESENT_BUTTON)?.click();

/* What Escape closes first: an open list, menu or dialog, and the story. */
const somethingOpen = () => lab.get().view?.story || !labKeys.isAlone();

const isPresented = () => Boolean(lab.get().view?.present);

labKeys.add("p", () => {
  if (!lab.get().view?.embed) toggle();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  if (isPresented() && !somethingOpen()) toggle();
});

lab.subscribe(({ view }, before) => {
  if (!view || view.present === before.view?.present) return;
  const children = view.present ? "Leave presentation" : "Present";
  whenMounted(() => setProps(IDS.PRESENT_BUTTON, { children }));
});
