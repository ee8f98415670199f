/* From a kept atlas to what is shown of it at one damping: map, scatter, table. */
import { colorAt, inkOn } from "./ink.mjs";

/* As Python writes it in the address and in the field: 1e-05, 0.0001. */
const dampingText = (damping) =>
  damping > 0 && damping < 1e-4
    ? damping.toExponential().replace(/e-(\d)$/, "e-0$1")
    : String(damping);
const percent = (value) => (value === null ? "" : (100 * value).toFixed(1));
/* The best verdicts first, then by merge cost: as core.atlas ranks. */
const ranked = (data, column) =>
  [...data.rows].sort(
    (a, b) =>
      b.verdict[column] - a.verdict[column] ||
      (a.merge_cost[column] ?? Infinity) - (b.merge_cost[column] ?? Infinity) ||
      a.pair[0] - b.pair[0] ||
      a.pair[1] - b.pair[1],
  );

/* One color scale for all dampings, so that moving the damping compares like with like. */
function scaleOf(data, figure, lowest, highest) {
  const all = data.rows.flatMap((row) => row[figure]).filter((value) => value !== null);
  const low = Math.min(...all);
  const high = Math.max(...all);
  return high - low > 1e-9 ? [low, high] : [lowest, highest];
}

/* The cells' numbers, each black or white, whichever reads better on its cell. */
function numbersOf(cells, [{ colorscale }, skeleton], share) {
  return {
    ...skeleton,
    x: cells.map((cell) => cell.x),
    y: cells.map((cell) => cell.y),
    text: cells.map((cell) => cell.written),
    textfont: {
      ...skeleton.textfont,
      color: cells.map((cell) => inkOn(colorAt(colorscale, share(cell.value)))),
    },
  };
}

/* Ticks that a narrow scale can tell apart. */
function ticksOf(share, span) {
  const digits = Math.max(0, Math.ceil(-Math.log10(span) - (share ? 1.3 : 0.3)));
  return share ? `.${digits}%` : `.${digits + 1}f`;
}

function mapOf(data, column, figure, range, shown) {
  const count = data.names.length;
  const z = data.names.map(() => Array(count).fill(null));
  const cells = [];
  for (const row of data.rows) {
    const [i, j] = row.pair;
    const value = row[figure][column];
    const written = value === null ? "" : figure === "cosine" ? value.toFixed(2) : percent(value);
    for (const [a, b] of [[i, j], [j, i]]) {
      z[a][b] = value;
      if (count <= 20 && written) cells.push({ x: data.names[b], y: data.names[a], value, written });
    }
  }
  const [title, lowest, highest] = range;
  const [zmin, zmax] = scaleOf(data, figure, lowest, highest);
  const share = figure !== "cosine";
  return {
    ...shown,
    data: [
      {
        ...shown.data[0],
        x: data.names,
        y: data.names,
        z,
        zmin,
        zmax,
        colorbar: { ...shown.data[0].colorbar, tickformat: ticksOf(share, zmax - zmin) },
        hovertemplate: `%{y} and %{x}<br>${title}: %{z:${share ? ".2%" : ".4f"}}<extra></extra>`,
      },
      numbersOf(cells, shown.data, (value) => (value - zmin) / (zmax - zmin)),
    ],
  };
}

const pointsOf = (data, column) =>
  data.rows
    .filter((row) => row.merged_recall[column] !== null && row.bystander_change[column] !== null)
    .map((row) => ({
      x: row.merged_recall[column],
      y: 100 * row.bystander_change[column],
      clean: row.clean[column] === 1,
      pair: row.pair,
      name: row.pair.map((label) => data.names[label]).join(" and "),
    }));

/* The pairs that no other beats in both recall and bystanders. */
function frontOf(points) {
  const byRecall = [...points].sort((a, b) => b.x - a.x || b.y - a.y);
  let best = -Infinity;
  return byRecall.filter((point) => {
    if (point.y <= best) return false;
    best = point.y;
    return true;
  });
}

function paretoOf(data, column, shown) {
  const points = pointsOf(data, column);
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

function tableOf(data, column) {
  const interval = (ends) => [...new Set(ends)].map(dampingText).join(" to ");
  const count = ([right, samples]) =>
    `${right[column].toLocaleString("en")} of ${samples.toLocaleString("en")}`;
  return ranked(data, column).map((row) => ({
    pair: row.pair.map((label) => data.names[label]).join("-"),
    id: row.pair.join("-"),
    merge_cost: row.merge_cost[column],
    merged_recall: row.merged_recall[column],
    recall_count: count(row.recall),
    recall_interval: row.recall_interval[column],
    bystander_change: row.bystander_change[column],
    bystander_count: count(row.bystanders),
    bystander_interval: row.bystander_interval[column],
    worst_bystander_change: row.worst_bystander_change[column],
    attack_success: row.attack_success[column],
    cosine: row.cosine[column],
    told_apart: row.told_apart[column],
    verdict: data.verdicts[row.verdict[column]] ?? "not measured",
    intervals: row.intervals.map(interval).join(", ") || "none",
  }));
}

export { dampingText, ranked, mapOf, paretoOf, tableOf, pointsOf, frontOf };
