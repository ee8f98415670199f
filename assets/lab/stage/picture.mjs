/* A picture of the current view: its words and figures as they stand on the page, on one canvas. */
import { figures, legend, rule, sheetOf, text, wordsOf } from "./picture-blocks.mjs";

const PAD = 28;
const FRAMES = { pair: ".twins", atlas: ".atlas-figures" };
const FIGURES = {
  pair: [
    ["#embedding-before-graph", "#embedding-after-graph"],
    ["#circle-before-graph", "#circle-after-graph"],
  ],
  atlas: [["#atlas-map-graph", "#atlas-pareto-graph"]],
};
const find = (selector) => document.querySelector(selector);
const isShown = (graph) => graph?.checkVisibility({ visibilityProperty: true });

const atlasFigure = () => find("input#atlas-figure-select").value;
const atlasDamping = () => wordsOf(find("#atlas-damping-text"));

function headOf(view) {
  if (view === "atlas") {
    const title = `${atlasFigure()} of every pair at damping ${atlasDamping()}`;
    return [title, [wordsOf(find("#atlas-status-text"))]];
  }
  const verdict = find("#headline-verdict-panel");
  const sentence = wordsOf(verdict.querySelector(".verdict-sentence"));
  const badge = wordsOf(verdict.querySelector(".mantine-Badge-root"));
  return [`${badge}: ${sentence}`, [...verdict.querySelectorAll(".verdict-note")].map(wordsOf)];
}

const nameOf = (view, stem) =>
  view === "atlas"
    ? `${stem}_${atlasFigure().toLowerCase().replaceAll(" ", "-")}_damping-${atlasDamping()}.png`
    : `${stem}.png`;

/* The names over a scene or circle, which are elements and not in plotly's image. */
function namesOver(graph) {
  const { left, top } = graph.getBoundingClientRect();
  const names = graph.closest(".scene, .circle")?.querySelectorAll(".twin-label:not(.covered)") ?? [];
  return [...names].map((name) => {
    const box = name.getBoundingClientRect();
    const { fontSize, fontWeight, color } = getComputedStyle(name);
    const [x, y] = [box.left + box.width / 2 - left, box.top + box.height / 2 - top];
    return { text: wordsOf(name), x, y, size: parseFloat(fontSize), weight: fontWeight, color };
  });
}

async function imageOf(graph, scale) {
  const { width, height } = graph.getBoundingClientRect();
  const image = new Image();
  image.src = await window.Plotly.toImage(graph, { format: "png", width, height, scale });
  await image.decode();
  const title = graph.closest(".framed")?.querySelector(".side")?.innerText.trim() ?? "";
  return { image, width, height, title, names: namesOver(graph) };
}

/* Figures that stand side by side, with the legend of the scenes, and what they show in words. */
async function panelOf(sheet, graphs, scale) {
  const panel = graphs[0].closest(".panel");
  const drawn = [];
  // One after the other: each scene takes a WebGL context while it is drawn.
  for (const graph of graphs) drawn.push(await imageOf(graph, scale));
  const frame = graphs[0].closest("[aria-describedby]");
  const marks = frame.matches(".scene") && panel.querySelector(".legend");
  return [
    rule(sheet),
    figures(sheet, drawn),
    ...(marks ? [legend(sheet, marks)] : []),
    text(sheet, wordsOf(document.getElementById(frame.getAttribute("aria-describedby"))), 13),
  ];
}

function painted(canvas, sheet, blocks, scale) {
  const { pen, width, ground } = sheet;
  const height = 2 * PAD + blocks.reduce((sum, block) => sum + block.height, 0);
  canvas.width = Math.round((width + 2 * PAD) * scale);
  canvas.height = Math.round(height * scale);
  pen.scale(scale, scale);
  pen.fillStyle = ground;
  pen.fillRect(0, 0, width + 2 * PAD, height);
  let y = PAD;
  for (const block of blocks) {
    block.draw(PAD, y);
    y += block.height;
  }
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

/* Return the picture of a view and the name of its file; throw with a sentence if there is none. */
async function make(query, words) {
  const view = new URLSearchParams(query).get("view") ?? "pair";
  if (!FIGURES[view]) throw new Error("This view is a table. Open Pair or Atlas to save a picture.");
  const shown = FIGURES[view]
    .map((some) => some.map((id) => find(`${id} .js-plotly-plot`)).filter(isShown))
    .filter((some) => some.length);
  if (!words || !shown.length) {
    throw new Error("There is nothing to save yet. Wait until the figures are drawn.");
  }
  const canvas = document.createElement("canvas");
  const sheet = sheetOf(canvas.getContext("2d"), find(FRAMES[view]).getBoundingClientRect().width);
  await Promise.all([400, 600].map((weight) => document.fonts.load(sheet.font(13, weight))));
  const scale = Math.max(2, window.devicePixelRatio);
  const { line, stem } = words[view];
  const [title, notes] = headOf(view);
  const blocks = [
    text(sheet, title, 17, 600, sheet.ink),
    ...[...notes, line].map((note) => text(sheet, note, 13)),
  ];
  for (const some of shown) blocks.push(...(await panelOf(sheet, some, scale)));
  blocks.push(rule(sheet), text(sheet, window.location.href, 11));
  return { blob: await painted(canvas, sheet, blocks, scale), name: nameOf(view, stem) };
}

export { make };
