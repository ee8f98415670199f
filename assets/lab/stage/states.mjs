// @ts-nocheck
/* Until the samples are drawn for the first time their places are held open; `states.css` shows how. */
import { held } from "./samples.mjs";

held.listeners.push(() => {
  document.documentElement.dataset.drawn = "";
});
