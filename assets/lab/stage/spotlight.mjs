/* The sample under the pointer, the pinned one and the marked ones. Following the pointer asks
   nobody: names are in what the page holds, images on a few pages, sentences in one list. */
/** @import { Graph, Kind, Motion, Sprite, State } from "../types.d.ts" */
import { lab } from "../model/store.mjs";
import { UNEDITED } from "../motion/motion.mjs";
import { IDS, PREFIX } from "../names.mjs";
import { only, placeOf, ring } from "./places.mjs";
import { isDrawn, makeFindable, restFinding } from "./plotly-internals.mjs";
import { GRAPHS, graphOf, held, mark, onDrawn } from "./samples.mjs";
import { hasTexts, useTexts, writeSentence } from "./sentences.mjs";
import { addressOf, cutOf, fitImages } from "./tiles.mjs";

const CARD = "samples-hover-card";
const REACH = 18;
/**
 * Of samples: rows of what is drawn; the pinned one is a motion of its own.
 * @type {{
 *   sprite: Sprite | null, image: HTMLImageElement | null, hovered: number | null,
 *   source: string | null, pinned: Motion | null, pointer: [number, number],
 * }}
 */
const spot = {
  sprite: null,
  image: null,
  hovered: null,
  source: null,
  pinned: null,
  pointer: [0, 0],
};

let clearing = false;
/** @type {WeakSet<Graph>} */
const attached = new WeakSet();

/** @type {(at: number) => Kind} */
const kindOf = (at) => (at < 2 ? "scene" : "circle");

/**
 * Cut a sample's image from the sprite into an element, or write its sentence there.
 * @param {HTMLElement} element
 * @param {number} index
 */
function paint(element, index) {
  element.classList.toggle("blank", !spot.sprite && !hasTexts());
  if (spot.sprite || hasTexts()) element.dataset.painted = String(index);
  writeSentence(element, index);
  if (spot.sprite) Object.assign(element.style, cutOf(spot.sprite, index));
}

/** All images on the page, or some of them. */
function paintAll(some = "") {
  /** @type {NodeListOf<HTMLElement>} */
  const images = document.querySelectorAll(`.sample-image[data-sample]${some}`);
  for (const image of images) paint(image, Number(image.dataset.sample));
}

/**
 * Ring a sample in every picture but the one it is pointed at in.
 * @param {"pinned" | "twin"} kind
 * @param {Motion | null} motion
 * @param {string | null} [except]
 */
function ringAll(kind, motion, except) {
  GRAPHS.forEach((id, at) => {
    const graph = graphOf(id);
    if (!graph || !isDrawn(graph)) return;
    const damping = at % 2 ? (held.state?.damping ?? 1) : UNEDITED;
    const place = motion && id !== except ? placeOf(graph, kindOf(at), motion, damping) : null;
    ring(graph, kind, place);
  });
}

function ringAgain() {
  if (!held.state) return;
  ringAll("pinned", spot.pinned);
  const { motion } = held.state;
  ringAll("twin", spot.hovered === null ? null : only(motion, spot.hovered), spot.source);
}

/** @param {State} state @param {number} row */
function writeCard({ motion, reads }, row) {
  const names = motion.names;
  const index = motion.indices[row];
  const card = document.getElementById(CARD);
  if (!card) return;
  card.dataset.sample = String(index);
  const write = (/** @type {string} */ name, /** @type {string} */ text) =>
    card.querySelector(`.card-${name}`)?.replaceChildren(text);
  write("index", `sample ${index}`);
  write("true", `true ${names[reads.labels[row]]}`);
  const [before, after] = [reads.before[row], reads.after[row]].map((label) => names[label]);
  write("reads", `read as ${before} before, ${after} after`);
  card.classList.remove("away");
  /** @type {HTMLElement | null} */
  const image = card.querySelector(".sample-image");
  if (image) paint(image, index);
  placeCard(card);
}

/** @param {HTMLElement} card */
function placeCard(card) {
  const [x, y] = spot.pointer;
  const { width, height } = card.getBoundingClientRect();
  const left = x + REACH + width < window.innerWidth ? x + REACH : x - REACH - width;
  const top = Math.max(4, Math.min(y - height / 2, window.innerHeight - height - 4));
  card.style.transform = `translate(${left}px, ${top}px)`;
}

/** @param {string} id @param {any} event of plotly's */
function hover(id, event) {
  const index = event.points?.[0]?.customdata;
  const row = typeof index === "number" ? (held.motion?.indices.indexOf(index) ?? -1) : -1;
  if (row < 0 || !held.state) return leave();
  spot.hovered = row;
  spot.source = id;
  const mouse = event.event;
  if (mouse?.clientX !== undefined) spot.pointer = [mouse.clientX, mouse.clientY];
  writeCard(held.state, row);
  ringAgain();
}

function leave() {
  spot.hovered = null;
  document.getElementById(CARD)?.classList.add("away");
  if (held.state) ringAll("twin", null);
}

/** @param {unknown} index */
function pin(index) {
  if (typeof index === "number") lab.dispatch({ type: "set", changes: { sample: index } });
}

/** @param {Graph} graph @param {{ points?: { customdata: unknown }[] } | null} event */
function select(graph, event) {
  const indices = (event?.points ?? []).map((point) => point.customdata);
  const chosen = [...new Set(indices)].filter((index) => typeof index === "number");
  chosen.sort((a, b) => a - b);
  mark(chosen);
  // Their images are in a tab that may not be open.
  if (chosen.length) lab.dispatch({ type: "set", changes: { tab: "samples" } });
  // The marks stay; the line around them has done its work, and plotly forgets it only when its
  // selected points go too.
  clearing = true;
  const traces = graph.data.map((_, trace) => trace);
  window.Plotly.update(graph, { selectedpoints: [null] }, { selections: [] }, traces).finally(
    () => {
      clearing = false;
    },
  );
}

/** Samples are found where a pointer is, not while it turns the scene. @param {Graph} graph */
function findUnderPointer(graph) {
  const begin = (/** @type {PointerEvent} */ { buttons, pointerType }) =>
    // A finger is there only when it is down.
    buttons && pointerType === "mouse" ? restFinding(graph) : makeFindable(graph);
  for (const name of ["pointermove", "pointerdown", "pointerup"]) {
    graph.addEventListener(name, (event) => begin(/** @type {PointerEvent} */ (event)), true);
  }
  graph.addEventListener("pointerleave", () => restFinding(graph));
  graph.on("plotly_afterplot", () => restFinding(graph));
}

/** @param {string} id @param {number} at */
function attach(id, at) {
  const graph = graphOf(id);
  if (!graph?.on || attached.has(graph)) return;
  attached.add(graph);
  graph.on("plotly_hover", (event) => hover(id, event));
  graph.on("plotly_unhover", leave);
  graph.on("plotly_click", (event) => pin(event.points?.[0]?.customdata));
  for (const name of ["plotly_relayouting", "plotly_relayout", "plotly_afterplot"]) {
    graph.on(name, () => requestAnimationFrame(ringAgain));
  }
  if (kindOf(at) === "scene") {
    findUnderPointer(graph);
    return;
  }
  graph.on("plotly_selected", (event) => {
    if (event?.points?.length && !clearing) select(graph, event);
  });
  graph.on("plotly_deselect", () => !clearing && select(graph, null));
}

held.listeners.push(() => {
  GRAPHS.forEach(attach);
  ringAgain();
});
document.addEventListener("pointermove", (event) => {
  spot.pointer = [event.clientX, event.clientY];
});
document.addEventListener("click", (event) => {
  /** @type {HTMLElement | null} */
  const tile = event.target instanceof Element ? event.target.closest("[data-pin]") : null;
  if (tile) pin(Number(tile.dataset.pin));
});
window.addEventListener("resize", () => requestAnimationFrame(ringAgain));
new MutationObserver((changes) => {
  if (changes.some(({ addedNodes }) => addedNodes.length)) {
    paintAll(":not([data-painted], .blank)");
  }
}).observe(document, { childList: true, subtree: true });

export const labSpotlight = {
  spot,
  leave,
  paint,
  /** Ring the only row of a motion, none for null. @param {Motion | null} motion */
  showPin(motion) {
    spot.pinned = motion;
    requestAnimationFrame(ringAgain);
  },
  /** @param {Sprite | null} sprite */
  useSprite(sprite) {
    spot.sprite = sprite?.folder ? sprite : null;
    // The first page is held, so that it stays in memory and no hover asks for it again.
    spot.image = null;
    if (spot.sprite) {
      spot.image = Object.assign(new Image(), { src: addressOf(spot.sprite, 0) });
      fitImages(spot.sprite);
    }
    paintAll();
  },
};

/* Where the images are comes with the motion of their samples; they are large, and nothing waits for
   them. */
/** @type {unknown} */
let shownOf = null;
onDrawn((/** @type {State} */ { motion }) => {
  if (motion.sprite === shownOf) return;
  shownOf = motion.sprite;
  const { folder, missing, texts } = motion.sprite;
  useTexts(texts ?? null, paintAll);
  labSpotlight.useSprite(folder ? { ...motion.sprite, folder: `${PREFIX}${folder}` } : null);
  const place = document.getElementById(IDS.SAMPLES_IMAGES);
  if (place)
    place.textContent = missing
      ? `No images are shown; all else works without them. ${missing}`
      : "";
});
