/* From samples at a damping to the traces of a unit circle, as scene.mjs does for a scene. Names
   and styles of the traces are those of components/figures/circle.py. */
/** @import { Groups, Parts, Side, State, Trace } from "../types.d.ts" */
import { circleAt, UNEDITED } from "../motion/motion.mjs";
import { inked } from "./colors.mjs";
import { groupsOf, markedRows } from "./groups.mjs";
import { joined, merged, pairPart, placed, samplesPart } from "./parts.mjs";

/**
 * The coordinates that a damping decides, by the name of the trace they belong to.
 * @param {State} state
 * @param {Groups} groups
 * @param {number} damping
 * @returns {Parts}
 */
function movedCircle(state, groups, damping) {
  const columns = circleAt(state.motion, damping);
  const base = state.motion.indices.length;
  const [x, y] = columns.map((column) =>
    state.motion.pair.flatMap((label) => [0, column[base + label], NaN]),
  );
  return {
    bystanders: placed(columns, groups.others),
    pair: placed(columns, groups.pair),
    "centroid spokes": { x, y },
    marked: placed(columns, markedRows(state, groups)),
  };
}

/**
 * @param {State} state
 * @param {Side} side
 * @returns {Trace[]}
 */
function circleTraces(state, side) {
  const groups = groupsOf(state);
  const parts = {
    bystanders: samplesPart(state, groups.others, side),
    pair: pairPart(state, groups.pair, side, state.skeleton.circle),
  };
  // The page draws them, and has no scale to read colors on.
  const styled = Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, { ...part, marker: inked(part.marker) }]),
  );
  const moved = movedCircle(state, groups, side === "before" ? UNEDITED : state.damping);
  return joined(state.skeleton.circle, merged(styled, moved));
}

export { circleTraces, movedCircle };
