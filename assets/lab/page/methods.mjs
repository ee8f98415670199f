/* A row of the methods' table chooses its method. */
import { lab } from "../model/store.mjs";

document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element && target.closest("button[data-method]");
  if (!(button instanceof HTMLElement)) return;
  const { method = "", bias } = button.dataset;
  lab.dispatch({ type: "set", changes: { method, bias: bias === "1" } });
});
