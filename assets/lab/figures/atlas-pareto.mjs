/* The atlas's scatter: what a merge gains against what it costs the bystanders. */
/** @import { Atlas, Figure, ParetoPoint, Part } from "../types.d.ts" */

/**
 * The pairs that have both figures.
 * @param {Atlas} data
 * @param {number} column
 * @returns {ParetoPoint[]}
 */
const pointsOf = (data, column) =>
  data.rows.flatMap((row) => {
    const [recall, change] = [row.merged_recall[column], row.bystander_change[column]];
    if (recall === null || change === null) return [];
    const name = row.pair.map((label) => data.names[label]).join(" and ");
    return [{ x: recall, y: 100 * change, clean: row.clean[column] === 1, pair: row.pair, name }];
  });

/** The pairs that no other beats in both recall and bystanders. @param {ParetoPoint[]} points */
function frontOf(points) {
  const byRecall = [...points].sort((a, b) => b.x - a.x || b.y - a.y);
  let best = -Infinity;
  return byRecall.filter((point) => {
    if (point.y <= best) return false;
    best = point.y;
    return true;
  });
}

/**
 * @param {Atlas} data
 * @param {number} column
 * @param {Figure} shown
 * @returns {Figure}
 */
function paretoOf(data, column, shown) {
  const points = pointsOf(data, column);
  /** @type {(name: string, clean: boolean, color: string, symbol: string) => Part} */
  const trace = (name, clean, color, symbol) => {
    const some = points.filter((point) => point.clean === clean);
    return {
      type: "scatter",
      mode: "markers",
      name: `${name} (${some.length})`,
      x: some.map((point) => point.x),
      y: some.map((point) => point.y),
      text: some.map((point) => point.name),
      customdata: some.map((point) => point.pair),
      marker: { size: clean ? 13 : 9, color, symbol, opacity: 0.85 },
      hovertemplate: "%{text}<br>recall %{x:.2%}, bystanders %{y:+.2f} points<extra></extra>",
    };
  };
  const front = frontOf(points);
  const line = {
    type: "scatter",
    mode: "lines",
    name: "Pareto front",
    x: front.map((point) => point.x),
    y: front.map((point) => point.y),
    line: { color: "#8a94a3", width: 1.5, dash: "dot", shape: "hv" },
    hoverinfo: "skip",
  };
  return {
    ...shown,
    data: [
      line,
      trace("not clean", false, "#e76300", "circle"),
      trace("clean", true, "#099268", "star"),
    ],
  };
}

export { frontOf, paretoOf, pointsOf };
