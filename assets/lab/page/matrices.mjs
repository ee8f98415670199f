/* Numbers in a matrix that would lie over each other are left out; pointing at a cell says them. */
import { onBuilt } from "./tabs.mjs";

// Between one number and the next, in pixels.
const GAP = 4;

/** @param {Element} frame of one matrix */
function fit(frame) {
  const plot = frame.querySelector(".nsewdrag")?.getBoundingClientRect();
  const numbers = [...frame.querySelectorAll(".heatmap-label text")].map((one) =>
    one.getBoundingClientRect(),
  );
  const graph = /** @type {{ data?: { x: unknown[] }[] } | null} */ (
    /** @type {unknown} */ (frame.querySelector(".js-plotly-plot"))
  );
  const classes = graph?.data?.[0]?.x.length;
  if (!plot?.width || !classes) return;
  const tight = numbers.some(
    ({ width, height }) => width + GAP > plot.width / classes || height > plot.height / classes,
  );
  frame.toggleAttribute("data-tight", tight);
}

let due = 0;
function fitAll() {
  cancelAnimationFrame(due);
  due = requestAnimationFrame(() => document.querySelectorAll(".matrix").forEach(fit));
}

onBuilt(() => {
  const place = document.querySelector(".matrices");
  if (place) new MutationObserver(fitAll).observe(place, { childList: true, subtree: true });
  fitAll();
});
