/* A row of the methods' table chooses its method; one that searches shows that it does. */
import { isWaiting } from "../model/reduce.mjs";
import { lab } from "../model/store.mjs";
import { SEARCHES } from "../names.mjs";

document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element && target.closest("button[data-method]");
  if (!(button instanceof HTMLElement)) return;
  const { method = "", bias } = button.dataset;
  lab.dispatch({ type: "set", changes: { method, bias: bias === "1" } });
});

lab.subscribe((state) => {
  const searching = isWaiting(state) && SEARCHES.includes(state.view?.method ?? "");
  document.documentElement.toggleAttribute("data-searching", searching);
});
