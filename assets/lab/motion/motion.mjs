/* Where samples and centroids are at a damping, exactly as core/scene.py has it: every embedding
   moves on a line, and so does every coordinate of it. */
/** @import { Axes, Motion } from "../types.d.ts" */

/**
 * Coordinates of a row along one axis, before they are scaled.
 * @param {Axes} axes
 * @param {number} axis
 * @param {number} row
 * @param {number} damping
 * @param {number} share  what the row has of the direction then, where there is but one
 */
function coordinate(axes, axis, row, damping, share) {
  const across = axes.across[axis][row];
  return axes.steps
    ? across + damping * axes.steps[axis][row]
    : across + share * axes.direction[axis];
}

// As core/motion.py has it.
const LEAST_SEEN = 1e-3;

/* In the place of a damping: where the unedited network puts everything. */
export const UNEDITED = Infinity;

/**
 * In the scene's unit box: at length 1 where the network normalises, else as they lie.
 * @param {Motion} motion
 * @param {number} damping
 */
function sceneAt(motion, damping) {
  if (motion.unedited && damping === UNEDITED) return motion.unedited.scene;
  if (damping === UNEDITED) return sceneAt(motion, 1);
  const { start, step, nearest, radius, normalise, scene } = motion;
  const count = step.length;
  const columns = scene.across.map(() => new Float32Array(count));
  for (let row = 0; row < count; row++) {
    const share = start[row] + damping * step[row];
    const scale = normalise ? Math.hypot(nearest[row], share) || 1 : radius;
    for (let axis = 0; axis < 3; axis++) {
      columns[axis][row] = coordinate(scene, axis, row, damping, share) / scale;
    }
  }
  return columns;
}

/**
 * On the unit circle; what is hardly seen in the plane has no angle.
 * @param {Motion} motion
 * @param {number} damping
 */
function circleAt(motion, damping) {
  if (motion.unedited && damping === UNEDITED) return motion.unedited.circle;
  if (damping === UNEDITED) return circleAt(motion, 1);
  const { start, step, nearest, circle } = motion;
  const count = step.length;
  const columns = [new Float32Array(count), new Float32Array(count)];
  for (let row = 0; row < count; row++) {
    const share = start[row] + damping * step[row];
    const x = coordinate(circle, 0, row, damping, share);
    const y = coordinate(circle, 1, row, damping, share);
    const inside = Math.hypot(x, y);
    const visible = inside > 0 && inside >= LEAST_SEEN * Math.hypot(nearest[row], share);
    columns[0][row] = visible ? x / inside : NaN;
    columns[1][row] = visible ? y / inside : NaN;
  }
  return columns;
}

export { circleAt, sceneAt };
