/* From samples at a damping to the traces of a scene. Pure: what is drawn follows from the state
   given. Names and styles of the traces are those of components/figures/scene.py. */
/** @import { Groups, Part, Parts, Side, State, Trace } from "../types.d.ts" */
import { sceneAt, UNEDITED } from "../motion/motion.mjs";
import { centroidRows, drawnRows, groupsOf, markedRows, namedClasses } from "./groups.mjs";
import { literal } from "./naming.mjs";
import { joined, merged, pairPart, placed, samplesPart } from "./parts.mjs";

const NOTHING = { x: [], y: [], z: [] };
const MEAN = { ofPair: 10, other: 6 };
// Lines from twin to twin: together as dark as this many full ones, within bounds.
const LINES = { together: 60, faintest: 0.07, strongest: 0.5 };

/**
 * The coordinates that a damping decides, by the name of the trace they belong to.
 * @param {State} state
 * @param {Groups} groups
 * @param {number} damping
 * @returns {Parts}
 */
function movedScene(state, groups, damping) {
  const columns = sceneAt(state.motion, damping);
  /** @type {Parts} */
  const moved = {
    bystanders: placed(columns, groups.others),
    pair: placed(columns, groups.pair),
    centroids: placed(columns, centroidRows(state)),
    marked: placed(columns, markedRows(state, groups)),
  };
  if (state.scenes === "overlay") moved["twin lines"] = twinLines(state, groups, columns);
  return moved;
}

/**
 * From where each sample was to where it is.
 * @param {State} state
 * @param {Groups} groups
 * @param {Float32Array[]} columns
 * @returns {Part}
 */
function twinLines(state, groups, columns) {
  const before = sceneAt(state.motion, UNEDITED);
  const rows = drawnRows(groups);
  const along = (/** @type {number} */ axis) =>
    Float32Array.from({ length: 3 * rows.length }, (_, at) => {
      const row = rows[Math.floor(at / 3)];
      return [before[axis][row], columns[axis][row], NaN][at % 3];
    });
  return { x: along(0), y: along(1), z: along(2) };
}

/** How strong so many lines may be, for the points behind them to be seen. @param {number} count */
const lineStrength = (count) =>
  Math.min(LINES.strongest, Math.max(LINES.faintest, LINES.together / Math.max(count, 1)));

/**
 * What an overlay draws of the samples before the edit: all in one trace, a line from each.
 * @param {State} state
 * @param {Groups} groups
 * @returns {Parts}
 */
function overlaid(state, groups) {
  const rows = drawnRows(groups);
  return {
    before: {
      ...placed(sceneAt(state.motion, UNEDITED), rows),
      ...samplesPart(state, rows, "before"),
    },
    "twin lines": { opacity: lineStrength(rows.length) },
  };
}

/**
 * Lines and styles that no damping changes.
 * @param {State} state
 * @param {Groups} groups
 * @param {Side} side
 * @returns {Parts}
 */
function styledScene(state, groups, side) {
  const { motion, skeleton } = state;
  const [dx, dy, dz] = motion.scene.direction;
  const named = namedClasses(motion, state.shown);
  const sizes = named.map((label) => (motion.pair.includes(label) ? MEAN.ofPair : MEAN.other));
  return {
    "unit sphere": { visible: motion.normalise },
    "great circles": { visible: motion.normalise },
    bystanders: samplesPart(state, groups.others, side),
    pair: pairPart(state, groups.pair, side, skeleton.scene),
    centroids: {
      hovertext: named.map((label) => `centroid of ${literal(motion.names[label])}`),
      marker: { size: sizes, color: named.map((label) => motion.colors[label]) },
    },
    direction: { x: [-dx, dx], y: [-dy, dy], z: [-dz, dz] },
    "direction tip": { x: [dx], y: [dy], z: [dz], u: [dx], v: [dy], w: [dz] },
    before: NOTHING,
    "twin lines": NOTHING,
  };
}

/**
 * @param {State} state
 * @param {Side} side
 * @returns {Trace[]}
 */
function sceneTraces(state, side) {
  const groups = groupsOf(state);
  const isOver = side === "after" && state.scenes === "overlay";
  const shown = isOver ? state : { ...state, scenes: /** @type {const} */ ("twins") };
  const moved = movedScene(shown, groups, side === "before" ? UNEDITED : state.damping);
  const styled = styledScene(state, groups, side);
  const parts = isOver ? merged(styled, overlaid(state, groups)) : styled;
  return joined(state.skeleton.scene, merged(parts, moved));
}

export { lineStrength, movedScene, sceneTraces };
