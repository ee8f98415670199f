/* Names of classes and axes over the scenes and circles. They are elements, so that no sample
   stands before them; they follow the camera and the damping, and keep clear of each other. */

/** @import { Graph, Kind, Motion, Side, State } from "../types.d.ts" */
import { labelsOf } from "../figures/labels.mjs";
import { leastOf } from "../motion/extremes.mjs";
import { circleAt, sceneAt, UNEDITED } from "../motion/motion.mjs";
import { labFlat } from "./flat.mjs";
import { centroidsOf, pointOf } from "./places.mjs";
import { drawnSize, isDrawn, onRender } from "./plotly-internals.mjs";
import { GRAPHS, graphOf, held } from "./samples.mjs";

const { isFlat } = labFlat;
const AXIS_END = 1.14;
/** How a label lies around a place. @typedef {[number, number, number, number]} Way */
/**
 * What is written, and the places it can have.
 * @typedef {{ point: number[], way: Way }} Place
 * @typedef {{ text: string, className: string, places: Place[] }} Words
 * @typedef {{ left: number, top: number, width: number, height: number }} Box
 */
// Around a centroid's place: how much of its own width and height a label is moved, and pixels.
/** @type {Way[]} */
const AROUND = [
  [-0.5, -1, 0, -7],
  [0, -0.5, 9, 0],
  [-1, -0.5, -9, 0],
  [-0.5, 0, 0, 7],
  // Then at a corner, or a row further up or down.
  [0, -1, 5, -5],
  [-1, -1, -5, -5],
  [0, 0, 5, 5],
  [-1, 0, -5, 5],
  [-0.5, -2, 0, -8],
  [-0.5, 1, 0, 8],
];
// Along the spoke of a circle: outside first, where a name of several rows ends above or below.
const OUTSIDE = [1.14, 1.26];
const INSIDE = [0.84, 0.7];
/** @type {Way} */
const CENTERED = [-0.5, -0.5, 0, 0];
// At an axis's end: on it, else above, below or at a side.
/** @type {Way[]} */
const BESIDE = [
  CENTERED,
  [-0.5, -1.5, 0, -4],
  [-0.5, 0.5, 0, 4],
  [0, -0.5, 9, 0],
  [-1, -0.5, -9, 0],
];

/** A name's places along a circle's spoke. @param {number[]} point @returns {Place[]} */
const onSpoke = (point) => {
  const at = (/** @type {number} */ radius) => point.map((value) => value * radius);
  return [
    ...OUTSIDE.map((radius) => ({
      point: at(radius),
      way: /** @type {Way} */ ([-0.5, (-point[1] - 1) / 2, 0, 0]),
    })),
    ...INSIDE.map((radius) => ({ point: at(radius), way: CENTERED })),
  ];
};

/**
 * What is written over a picture, what matters most first: its words, and the places it can
 * have, each a point of the picture and a way to lie around it.
 * @param {State} state
 * @param {Kind} kind
 * @param {Side} side
 * @returns {Words[]}
 */
function wordsOf({ motion, damping, shown }, kind, side) {
  const centroids = centroidsOf(motion);
  const at = side === "before" ? UNEDITED : damping;
  const columns = kind === "scene" ? sceneAt(centroids, at) : circleAt(centroids, at);
  const rank = (/** @type {Words} */ { className }) =>
    ["pair-a", "pair-b", "class"].indexOf(className);
  const classes = labelsOf(centroids, columns, shown).map((text, label) => {
    const point = columns.map((column) => column[label]);
    const places = kind === "scene" ? AROUND.map((way) => ({ point, way })) : onSpoke(point);
    const className = ["pair-a", "pair-b"][motion.pair.indexOf(label)] ?? "class";
    return { text, className, places };
  });
  const axes = motion.scene.names.map((text, axis) => {
    const end = [0, 1, 2].map((one) => (one === axis ? AXIS_END : 0));
    return { text, className: "axis", places: BESIDE.map((way) => ({ point: end, way })) };
  });
  return [
    ...classes.sort((a, b) => rank(a) - rank(b)),
    ...(kind === "scene" && !isFlat() ? axes : []),
  ].filter(({ text, places }) => text && !places[0].point.some(Number.isNaN));
}

/** @param {Element} frame @param {Words[]} words */
function elementsIn(frame, words) {
  /** @type {Element | null} */
  let layer = frame.querySelector(":scope > .twin-labels");
  if (!layer) {
    layer = document.createElement("div");
    layer.className = "twin-labels";
    layer.setAttribute("aria-hidden", "true");
    frame.append(layer);
  }
  while (layer.children.length > words.length) layer.lastElementChild?.remove();
  while (layer.children.length < words.length) layer.append(document.createElement("span"));
  /** @type {HTMLElement[]} */
  const elements = [...layer.querySelectorAll("span")];
  elements.forEach((element, at) => {
    const { text, className } = words[at];
    if (element.textContent !== text) element.textContent = text;
    if (!element.classList.contains(className)) element.className = `twin-label ${className}`;
  });
  return elements;
}

/** @type {Map<string, [number, number]>} */
const measured = new Map();
/**
 * How large a label is; measured once, because to measure is to lay out the page. What is not
 * shown has no size yet.
 * @param {HTMLElement} element
 * @param {Kind} kind
 * @returns {[number, number]}
 */
function sizeOf(element, kind) {
  const present = document.documentElement.hasAttribute("data-present");
  const key = [kind, element.className, element.textContent, present].join("|");
  const known = measured.get(key);
  if (known) return known;
  /** @type {[number, number]} */
  const size = [element.offsetWidth, element.offsetHeight];
  if (size[0]) measured.set(key, size);
  return size;
}
document.fonts.ready.then(() => measured.clear());
window.addEventListener("resize", () => measured.clear());

// Plotly keeps a size that is off by a pixel, so that what it draws may be wider than its frame.
const OFF = 1;
// A circle so many pixels wide has room for the pair's names; the others are in the scene beside it.
const SMALL = 190;
// Of more classes than these not every name finds room.
const MANY = 20;
// What an axis's name keeps free beside a class's, in pixels.
const CLEAR = 4;
/** @param {Box} box @param {number} by */
const grown = ({ left, top, width, height }, by) => ({
  left: left - by,
  top: top - by,
  width: width + 2 * by,
  height: height + 2 * by,
});

/** @param {number} value @param {number} low @param {number} high */
const between = (value, low, high) => Math.max(low, Math.min(value, high));
/** How much of one box lies over another. @param {Box} a @param {Box} b */
const shared = (a, b) =>
  Math.max(0, Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top));

/**
 * Boxes within a frame, never cut off. A class that finds no room lies over others all the same,
 * where it covers the least of them; an axis does not, nor one of many classes beside the pair.
 * @param {Words[]} words
 * @param {[number, number][]} sizes
 * @param {{ width: number, height: number }} frame
 * @param {(point: number[]) => [number, number] | null} placeOf
 * @param {string[]} yielding  the kinds of words that are left out where they find no room
 */
function boxesOf(words, sizes, frame, placeOf, yielding) {
  /** @type {Box[]} */
  const taken = [];
  return words.map(({ className, places }, at) => {
    const [width, height] = sizes[at];
    const boxes = places.flatMap(({ point, way: [wide, high, across, down] }) => {
      const place = placeOf(point);
      if (!place) return [];
      const left = place[0] + wide * width + across;
      const top = place[1] + high * height + down;
      const [most, lowest] = [frame.width - OFF - width, frame.height - OFF - height];
      return [{ left: between(left, 0, most), top: between(top, 0, lowest), width, height }];
    });
    const room = className === "axis" ? CLEAR : 0;
    /** @param {Box} box */
    const covered = (box) => taken.reduce((sum, other) => sum + shared(grown(box, room), other), 0);
    const costs = boxes.map(covered);
    const least = leastOf(costs);
    const box = least && yielding.includes(className) ? null : boxes[costs.indexOf(least)];
    if (box) taken.push(box);
    return box ?? null;
  });
}

/** @param {Graph} graph @param {Kind} kind @param {Side} side */
function write(graph, kind, side) {
  const frame = graph.closest(`.${kind}`);
  const { state } = held;
  if (!state || !frame) return;
  // An overlay has no scene before.
  if (kind === "scene" && side === "before" && state.scenes === "overlay") return;
  const size = drawnSize(graph);
  const isSmall = kind === "circle" && size.width <= SMALL;
  const words = wordsOf(isSmall ? { ...state, shown: "pair" } : state, kind, side);
  const elements = elementsIn(frame, words);
  const sizes = elements.map((element) => sizeOf(element, kind));
  const placeOf = (/** @type {number[]} */ point) => pointOf(graph, kind, state.motion, point);
  const yielding = state.motion.names.length > MANY ? ["axis", "class"] : ["axis"];
  const boxes = boxesOf(words, sizes, size, placeOf, yielding);
  elements.forEach((element, at) => {
    const box = boxes[at];
    element.classList.toggle("covered", !box);
    if (box) element.style.transform = `translate(${box.left}px, ${box.top}px)`;
  });
}

/** Write what stands over every picture that is drawn. */
export const writeAll = () =>
  GRAPHS.forEach((id, at) => {
    const graph = graphOf(id);
    if (!graph || !isDrawn(graph)) return;
    const again = () => write(graph, at < 2 ? "scene" : "circle", at % 2 ? "after" : "before");
    onRender(graph, again);
    again();
  });

held.listeners.push(writeAll);
