/* A picture of the current view: its words and figures as they stand on the page, on one canvas. */
/** @import { Graph } from "../types.d.ts" */
/** @import { Block, Drawn, Name, Sheet } from "./picture-blocks.mjs" */
import { IDS } from "../names.mjs";
import { paintDots } from "./circle-dots.mjs";
import { figures, legend, rule, sheetOf, text, wordsOf } from "./picture-blocks.mjs";
import { cards } from "./picture-cards.mjs";

const PAD = 28;
const CARDS = `#${IDS.HEADLINE} .card`;
/** @type {Record<string, string>} */
const FRAMES = { pair: ".twins", atlas: ".atlas-figures" };
/** @type {Record<string, string[][]>} */
const FIGURES = {
  pair: [
    ["#embedding-before-graph", "#embedding-after-graph"],
    ["#circle-before-graph", "#circle-after-graph"],
  ],
  atlas: [["#atlas-map-graph", "#atlas-pareto-graph"]],
};
/** @param {string} selector */
const find = (selector) => document.querySelector(selector);
/** @param {Element | null} element */
const isShown = (element) => Boolean(element?.checkVisibility({ visibilityProperty: true }));
/** @param {Element | null} graph @returns {graph is Graph} */
const isDrawn = (graph) => isShown(graph);

function atlasFigure() {
  const field = find("input#atlas-figure-select");
  return field instanceof HTMLInputElement ? field.value : "";
}
const atlasDamping = () => wordsOf(find("#atlas-damping-text"));

/** @param {string} view @returns {[string, string[]]} */
function headOf(view) {
  if (view === "atlas") {
    const answer = wordsOf(find("#atlas-answer-text"));
    return [`Which pairs merge cleanly? ${answer}`, [wordsOf(find("#atlas-map-text"))]];
  }
  const verdict = find("#headline-verdict-panel");
  const sentence = wordsOf(verdict?.querySelector(".verdict-sentence"));
  const badge = wordsOf(verdict?.querySelector(".mantine-Badge-root"));
  const notes = [...(verdict?.querySelectorAll(".verdict-note") ?? [])];
  return [`${badge}: ${sentence}`, notes.map(wordsOf)];
}

/** @param {string} view @param {string} stem */
function nameOf(view, stem) {
  if (view !== "atlas") return `${stem}.png`;
  if (new URLSearchParams(window.location.search).get("best") === "1") return `${stem}_best.png`;
  return `${stem}_${atlasFigure().toLowerCase().replaceAll(" ", "-")}_damping-${atlasDamping()}.png`;
}

/**
 * The names over a scene or circle, which are elements and not in plotly's image.
 * @param {Graph} graph
 * @returns {Name[]}
 */
function namesOver(graph) {
  const { left, top } = graph.getBoundingClientRect();
  const names =
    graph.closest(".scene, .circle")?.querySelectorAll(".twin-label:not(.covered)") ?? [];
  return [...names].filter(isShown).map((name) => {
    const box = name.getBoundingClientRect();
    const { fontSize, fontWeight, color } = getComputedStyle(name);
    const [x, y] = [box.left + box.width / 2 - left, box.top + box.height / 2 - top];
    const size = parseFloat(fontSize);
    return { text: wordsOf(name), x, y, wide: box.width, size, weight: fontWeight, color };
  });
}

/** @param {Graph} graph @param {number} scale @returns {Promise<Drawn>} */
async function imageOf(graph, scale) {
  const { width, height } = graph.getBoundingClientRect();
  const image = new Image();
  image.src = await window.Plotly.toImage(graph, { format: "png", width, height, scale });
  await image.decode();
  /** @type {HTMLElement | null | undefined} */
  const side = graph.closest(".framed")?.querySelector(".side");
  // biome-ignore lint/performance/useDomNodeTextContent: what is hidden of a title is not drawn.
  const title = side?.innerText.trim() ?? "";
  /** @param {CanvasRenderingContext2D} pen */
  const over = (pen) => paintDots(pen, graph);
  return { image, width, height, title, over, names: namesOver(graph) };
}

/**
 * Figures that stand side by side, with the legend of the scenes, and what they show in words.
 * @param {Sheet} sheet
 * @param {Graph[]} graphs
 * @param {number} scale
 * @returns {Promise<Block[]>}
 */
async function panelOf(sheet, graphs, scale) {
  const panel = graphs[0].closest(".panel");
  /** @type {Drawn[]} */
  const drawn = [];
  // One after the other: each scene takes a WebGL context while it is drawn.
  for (const graph of graphs) drawn.push(await imageOf(graph, scale));
  const frame = graphs[0].closest("[aria-describedby]");
  const marks = frame?.matches(".scene") && panel?.querySelector(".legend");
  return [
    rule(sheet),
    figures(sheet, drawn),
    ...(marks ? [legend(sheet, marks)] : []),
    text(
      sheet,
      wordsOf(document.getElementById(frame?.getAttribute("aria-describedby") ?? "")),
      13,
    ),
  ];
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Sheet} sheet
 * @param {Block[]} blocks
 * @param {number} scale
 * @returns {Promise<Blob | null>}
 */
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

/**
 * Return the picture of a view and the name of its file; throw with a sentence if there is none.
 * @param {string} view
 * @param {Record<string, { line: string, stem: string }> | null} words by view
 */
async function make(view, words) {
  if (!FIGURES[view])
    throw new Error("This view is a table. Open Pair or Atlas to save a picture.");
  const shown = FIGURES[view]
    .map((some) => some.map((id) => find(`${id} .js-plotly-plot`)).filter(isDrawn))
    .filter((some) => some.length);
  if (!words || !shown.length) {
    throw new Error("There is nothing to save yet. Wait until the figures are drawn.");
  }
  const canvas = document.createElement("canvas");
  const [pen, frame] = [canvas.getContext("2d"), find(FRAMES[view])];
  if (!pen || !frame) throw new Error("This browser gives no canvas to draw on. Try another one.");
  const sheet = sheetOf(pen, frame.getBoundingClientRect().width);
  await Promise.all([400, 600].map((weight) => document.fonts.load(sheet.font(13, weight))));
  const scale = Math.max(2, window.devicePixelRatio);
  const { line, stem } = words[view];
  const [title, notes] = headOf(view);
  const blocks = [
    text(sheet, title, 17, 600, sheet.ink),
    ...[...notes, line].map((note) => text(sheet, note, 13)),
    ...(view === "pair" ? [rule(sheet), cards(sheet, [...document.querySelectorAll(CARDS)])] : []),
  ];
  for (const some of shown) blocks.push(...(await panelOf(sheet, some, scale)));
  blocks.push(rule(sheet), text(sheet, window.location.href, 11));
  return { blob: await painted(canvas, sheet, blocks, scale), name: nameOf(view, stem) };
}

export { make };
