/* The row of the sample that is pinned says so. */
import { lab } from "../model/store.mjs";
import { IDS } from "../names.mjs";
import { onBuilt } from "./tabs.mjs";

function mark() {
  const { view } = lab.get();
  for (const row of document.querySelectorAll(`#${IDS.COLLATERAL_LIST} tr[data-pin]`)) {
    const pinned = row.getAttribute("data-pin") === String(view?.sample);
    if (pinned) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}

lab.subscribe(({ view }, before) => {
  if (view?.sample !== before.view?.sample) mark();
});
onBuilt(() => {
  const place = document.getElementById(IDS.COLLATERAL_LIST);
  if (place) new MutationObserver(mark).observe(place, { childList: true });
});
