/* The atlas's scatters: what a merge reaches against what it costs, and what was foreseen of it. */
/** @import { Atlas, AtlasPoint, AtlasRow, Look } from "../atlas.d.ts" */
/** @import { Figure, Part } from "../types.d.ts" */
import { isClean, nameOf, placeOf, placeText } from "./atlas.mjs";
import { minus } from "./minus.mjs";
import { literal } from "./naming.mjs";

// The criteria, in core's order: their names, and whether what was needed is a ceiling.
const CRITERIA = /** @type {const} */ ([
  ["Pass as the same", false],
  ["Read as either", false],
  ["Told apart", true],
  ["Others right", false],
]);
// Points from the limit at which the axes begin to be stretched, and where they end.
const NEAR = 0.5;
const [LOWEST, HIGHEST] = [-100, 6];
const TICKS = [-100, -20, -5, -1, 0, 1, 5];

/**
 * A place on an axis that is nearly linear around the limit and logarithmic far from it.
 * @param {number} points
 */
const stretched = (points) => Math.sign(points) * Math.log10(1 + Math.abs(points) / NEAR);

/** @param {number} points */
const signed = (points) => minus(`${points > 0 ? "+" : ""}${points}`);

/**
 * How far each criterion of a pair is on the right side of its limit, in points; none where one of
 * them is not defined.
 * @param {AtlasRow} row
 * @param {number} at
 * @returns {number[] | null}
 */
function marginsOf(row, at) {
  const margins = CRITERIA.map(([, ceiling], which) => {
    const [reached, needed] = [row.reached[which][at], row.needed[which]];
    if (reached === null || needed === null) return NaN;
    // What was rounded for its way here is not off the limit.
    return Math.round(1e8 * (ceiling ? needed - reached : reached - needed)) / 1e6;
  });
  return margins.some(Number.isNaN) ? null : margins;
}

/** @param {AtlasRow} row @param {number} at */
const criteriaWords = (row, at) =>
  CRITERIA.map(([name, ceiling], which) => {
    const [reached, needed] = [row.reached[which][at] ?? NaN, row.needed[which] ?? NaN];
    const limit = `${ceiling ? "at most" : "at least"} ${(100 * needed).toFixed(2)}`;
    return `${name}: ${(100 * reached).toFixed(2)}\u00a0% (${limit})`;
  });

/**
 * The pairs whose criteria are defined. Across: the worse of the two that say that they became one
 * (pass as the same, told apart); up: the worse of the two that say what it cost (read as either,
 * the others). A pair with a verdict is clean exactly where neither is below 0.
 * @param {Atlas} data
 * @param {Look} look
 * @returns {AtlasPoint[]}
 */
const pointsOf = (data, look) =>
  data.rows.flatMap((row) => {
    const at = placeOf(data, row, look);
    const margins = marginsOf(row, at);
    if (!margins) return [];
    const [match, recall, apart, others] = margins;
    const verdict = row.verdict[at];
    const words = [
      literal(nameOf(data, row.pair)),
      `${data.verdicts[verdict]} at ${placeText(data.dampings[at])}`,
      ...criteriaWords(row, at),
    ].join("<br>");
    return [
      { x: Math.min(match, apart), y: Math.min(recall, others), pair: row.pair, verdict, words },
    ];
  });

/** The pairs that no other beats both ways. @param {AtlasPoint[]} points */
function frontOf(points) {
  const byReach = [...points].sort((a, b) => b.x - a.x || b.y - a.y);
  let best = -Infinity;
  return byReach.filter((point) => {
    if (point.y <= best) return false;
    best = point.y;
    return true;
  });
}

/** A verdict without the clause before its comma. @param {string} verdict */
const briefly = (verdict) => verdict.replace(/^.*, (but )?/, "");

/** @param {AtlasPoint[]} points */
const placed = (points) => ({
  x: points.map(({ x }) => stretched(Math.min(x, HIGHEST))),
  y: points.map(({ y }) => stretched(Math.min(y, HIGHEST))),
});

/**
 * @param {Atlas} data
 * @param {Look} look
 * @param {Figure} skeleton
 * @returns {Figure}
 */
function paretoOf(data, look, { data: traces, layout = {} }) {
  const points = pointsOf(data, look);
  const front = placed(frontOf(points));
  const filled = (/** @type {Part} */ trace) => {
    if (trace.name === "Pareto front") return { ...trace, ...front };
    const { verdict } = trace.meta;
    const some = points.filter((point) => point.verdict === verdict);
    return {
      ...trace,
      ...placed(some),
      name: `${briefly(data.verdicts[verdict])} (${some.length})`,
      showlegend: some.length > 0,
      text: some.map((point) => point.words),
      customdata: some.map((point) => point.pair),
      hovertemplate: "%{text}<extra></extra>",
    };
  };
  const axis = {
    autorange: false,
    range: [stretched(LOWEST) - 0.15, stretched(HIGHEST) + 0.05],
    tickvals: TICKS.map(stretched),
    ticktext: TICKS.map(signed),
  };
  return {
    data: traces.map(filled),
    layout: {
      ...layout,
      xaxis: { ...layout.xaxis, ...axis },
      yaxis: { ...layout.yaxis, ...axis },
    },
  };
}

/**
 * Predicted across, measured up; a clean pair is a star.
 * @param {Atlas} data
 * @param {Look} look
 * @param {Figure} skeleton
 * @returns {Figure}
 */
function foreseenOf(data, look, { data: traces, layout }) {
  /** @type {Record<string, (row: AtlasRow, at: number) => (number | null)[]>} */
  const read = {
    recall: (row, at) => [row.norm, row.merged_recall[at]],
    change: (row, at) => [row.leak, row.worst_bystander_change[at]],
  };
  const filled = (/** @type {Part} */ trace) => {
    const some = data.rows.flatMap((row) => {
      const at = placeOf(data, row, look);
      const [x, y] = read[trace.name](row, at);
      const name = literal(nameOf(data, row.pair));
      return x === null || y === null
        ? []
        : [{ x, y, name, pair: row.pair, clean: isClean(row, at) }];
    });
    return {
      ...trace,
      x: some.map(({ x }) => x),
      y: some.map(({ y }) => y),
      text: some.map(({ name }) => name),
      customdata: some.map(({ pair }) => pair),
      marker: { ...trace.marker, symbol: some.map(({ clean }) => (clean ? "star" : "circle")) },
      hovertemplate: "%{text}<br>predicted %{x:.3f}, measured %{y:.2%}<extra></extra>",
    };
  };
  const drawn = traces.map(filled);
  return { data: drawn, layout: { ...layout, ...shownAxes(drawn, layout) } };
}

/**
 * The axes of each plot beside each other, none where it has no point: plotly's own would go from -1 to 6.
 * @param {Part[]} traces
 * @param {Part} [layout]
 */
function shownAxes(traces, layout = {}) {
  const each = traces.flatMap(({ x }, at) =>
    ["xaxis", "yaxis"].map((axis) => {
      const name = at ? `${axis}${at + 1}` : axis;
      return [name, { ...layout[name], visible: x.length > 0 }];
    }),
  );
  return Object.fromEntries(each);
}

export { foreseenOf, frontOf, marginsOf, paretoOf, pointsOf, stretched };
