/* The atlas as it is drawn: any figure, at any damping or at each pair's best, from what is kept.
   Nobody is asked; nothing is computed here but order and words. */
/** @import { Atlas, Look } from "../atlas.d.ts" */
/** @import { Page, View } from "../model.d.ts" */
/** @import { Figure, Graph } from "../types.d.ts" */
import { setProps } from "../dash.mjs";
import { dampingText } from "../figures/atlas.mjs";
import { mapOf } from "../figures/atlas-map.mjs";
import { foreseenOf, paretoOf } from "../figures/atlas-scatter.mjs";
import { tableOf } from "../figures/atlas-table.mjs";
import { answerWords, foreseenWords, mapWords, paretoWords } from "../figures/atlas-words.mjs";
import { strengthText } from "../motion/damping.mjs";
import { ATLAS, IDS } from "../names.mjs";
import { explained } from "../stage/terms.mjs";
import { nearest } from "./ranking.mjs";

const THUMB = `#${IDS.ATLAS_DAMPING} [role=slider]`;
const { figures, dampings } = ATLAS;
/** By graph, the traces that the server gave. @type {Record<string, Figure["data"]>} */
const skeletons = {};
let drawn = "";

/** How a view looks at the atlas. @param {View} view @returns {Look} */
export const lookOf = ({ at, damping, best, methods, figure }) => ({
  column: nearest(dampings, at ?? Number(damping)),
  best: best || methods,
  methods: methods ? ATLAS.methods : null,
  figure,
});

/** A damping's place on the atlas's slider, which is the strength in percent. @param {number} damping */
export const placeOn = (damping) => Number((100 * (1 - damping)).toFixed(3));
/** The damping at such a place, by its column; -1 where there is none. @param {number} place */
export const columnAt = (place) =>
  dampings.findIndex((damping) => Math.abs(placeOn(damping) - place) < 1e-6);

/** @param {string} id @returns {Graph | null} */
const graphOf = (id) => document.querySelector(`#${id} .js-plotly-plot`);

/**
 * Draw a graph anew, from the empty figure that the server gave, with the layout that it has by now.
 * @param {string} id
 * @param {(skeleton: Figure) => Figure} make
 */
export function redraw(id, make) {
  const graph = graphOf(id);
  if (!graph?.data) return;
  skeletons[id] ??= graph.data;
  setProps(id, { figure: make({ data: skeletons[id], layout: graph.layout }) });
}

/** @param {Atlas} atlas @param {Look} look */
function drawFigures(atlas, look) {
  const { title } = figures[look.figure];
  redraw(IDS.ATLAS_MAP, (skeleton) => mapOf(atlas, look, title, skeleton));
  redraw(IDS.ATLAS_PARETO, (skeleton) => paretoOf(atlas, look, skeleton));
  redraw(IDS.ATLAS_FORESEEN_GRAPH, (skeleton) => foreseenOf(atlas, look, skeleton));
  for (const [id, words] of [
    [IDS.ATLAS_ANSWER, answerWords(atlas, look)],
    [IDS.ATLAS_MAP_TEXT, mapWords(atlas, look, title)],
    [IDS.ATLAS_PARETO_TEXT, paretoWords(atlas, look)],
    [IDS.ATLAS_FORESEEN_TEXT, foreseenWords(atlas, look)],
  ]) {
    // Cut short where there is little room; whole when pointed at.
    setProps(id, { children: explained(words), title: words });
  }
  setProps(IDS.ATLAS_TABLE, { rowData: tableOf(atlas, look, ATLAS.methods) });
}

/** Say where the atlas is looked at, and draw it where something of it is another. @param {Page} page */
export function draw({ atlas, view, scheme }) {
  document.documentElement.toggleAttribute("data-measured", Boolean(atlas?.names));
  if (!view || !atlas?.names || !graphOf(IDS.ATLAS_MAP)?.data) return;
  const look = lookOf(view);
  const damping = dampings[look.column];
  const wanted = [atlas.key, atlas.rows.length, Object.values(look), scheme].join("|");
  if (wanted === drawn) return;
  drawn = wanted;
  const strength = strengthText(damping);
  // The slider's own value has no unit, and not the exact damping.
  document
    .querySelector(THUMB)
    ?.setAttribute("aria-valuetext", `${strength}, damping ${dampingText(damping)}`);
  setProps(IDS.ATLAS_STRENGTH_TEXT, { children: strength });
  setProps(IDS.ATLAS_DAMPING_TEXT, { children: dampingText(damping) });
  drawFigures(atlas, look);
}
