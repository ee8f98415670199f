/* A picture that has another size than its place once the window has settled takes it then: plotly
   leaves out a change of size that comes while it is still drawing the one before. What is written over
   the pictures is written again. */
import { drawnSize, isDrawn } from "./plotly-internals.mjs";
import { GRAPHS, graphOf } from "./samples.mjs";
import { writeAll } from "./twin-labels.mjs";

const SETTLED_MS = 400;
let due = 0;

function settle() {
  for (const graph of GRAPHS.map(graphOf)) {
    if (!graph || !isDrawn(graph) || !graph.clientWidth) continue;
    const { width, height } = drawnSize(graph);
    const differs = Math.abs(width - graph.clientWidth) + Math.abs(height - graph.clientHeight) > 1;
    if (differs) window.Plotly.Plots.resize(graph);
  }
  writeAll();
}

window.addEventListener("resize", () => {
  clearTimeout(due);
  due = setTimeout(settle, SETTLED_MS);
});
