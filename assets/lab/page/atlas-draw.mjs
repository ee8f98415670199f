// @ts-nocheck
/* The atlas as it is drawn: any figure, at any damping or at each pair's best, from what is kept.
   Nobody is asked; nothing is computed here but order and words. */
import { setProps } from "../dash.mjs";
import { dampingText } from "../figures/atlas.mjs";
import { mapOf } from "../figures/atlas-map.mjs";
import { foreseenOf, paretoOf } from "../figures/atlas-scatter.mjs";
import { tableOf } from "../figures/atlas-table.mjs";
import { answerWords, foreseenWords, mapWords, paretoWords } from "../figures/atlas-words.mjs";
import { strengthText } from "../motion/damping.mjs";
import { ATLAS, IDS } from "../names.mjs";
import { nearest } from "./ranking.mjs";

const THUMB = `#${IDS.ATLAS_DAMPING} [role=slider]`;
const { figures, dampings } = ATLAS;
const skeletons = {};
let drawn = null;

/* How a view looks at the atlas. */
export const lookOf = ({ at, damping, best, figure }) => ({
  column: nearest(dampings, at ?? damping),
  best,
  figure,
});

/* A damping's place on the atlas's slider, which is the strength in percent, and back. */
export const placeOn = (damping) => Number((100 * (1 - damping)).toFixed(3));
export const columnAt = (place) =>
  dampings.findIndex((damping) => Math.abs(placeOn(damping) - place) < 1e-6);

const figureOf = (id) => document.querySelector(`#${id} .js-plotly-plot`);

/* The empty figure that the server gave, with the layout that it has by now. */
function skeletonOf(id) {
  const { data, layout } = figureOf(id);
  skeletons[id] ??= data;
  return { data: skeletons[id], layout };
}

function drawFigures(atlas, look) {
  const range = figures[look.figure];
  for (const [id, make] of [
    [IDS.ATLAS_MAP, (skeleton) => mapOf(atlas, look, range, skeleton)],
    [IDS.ATLAS_PARETO, (skeleton) => paretoOf(atlas, look, skeleton)],
    [IDS.ATLAS_FORESEEN_GRAPH, (skeleton) => foreseenOf(atlas, look, skeleton)],
  ]) {
    setProps(id, { figure: make(skeletonOf(id)) });
  }
  for (const [id, words] of [
    [IDS.ATLAS_ANSWER, answerWords(atlas, look)],
    [IDS.ATLAS_MAP_TEXT, mapWords(atlas, look, range)],
    [IDS.ATLAS_PARETO_TEXT, paretoWords(atlas, look)],
    [IDS.ATLAS_FORESEEN_TEXT, foreseenWords(atlas, look)],
  ]) {
    // Cut short where there is little room; whole when pointed at.
    setProps(id, { children: words, title: words });
  }
  setProps(IDS.ATLAS_TABLE, { rowData: tableOf(atlas, look) });
}

/* Say where the atlas is looked at, and draw it where something of it is another. */
export function draw({ atlas, view, scheme }) {
  document.documentElement.toggleAttribute("data-measured", Boolean(atlas?.names));
  if (!atlas?.names || !figureOf(IDS.ATLAS_MAP)?.data) return;
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
