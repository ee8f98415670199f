/* Where samples and centroids are at a damping, exactly as core/scene.py has it:
   e(s) = across + (offset + s * along) * direction, and so is every coordinate. */
/** @import { Motion } from "../types.d.ts" */

/**
 * In the scene's unit box; centroids, the last rows, as unit vectors.
 * @param {Motion} motion
 * @param {number} damping
 */
function sceneAt(motion, damping) {
  const { along, length, offset, radius, normalise, scene } = motion;
  const count = along.length;
  const samples = motion.indices.length;
  const columns = scene.across.map(() => new Float32Array(count));
  for (let row = 0; row < count; row++) {
    const share = offset + damping * along[row];
    const scale = normalise || row >= samples ? Math.hypot(length[row], share) || 1 : radius;
    for (let axis = 0; axis < 3; axis++) {
      columns[axis][row] = (scene.across[axis][row] + share * scene.direction[axis]) / scale;
    }
  }
  return columns;
}

/**
 * On the unit circle; what is too short in the plane has no angle.
 * @param {Motion} motion
 * @param {number} damping
 */
function circleAt(motion, damping) {
  const { along, length, offset, circle } = motion;
  const count = along.length;
  const columns = [new Float32Array(count), new Float32Array(count)];
  for (let row = 0; row < count; row++) {
    const share = offset + damping * along[row];
    const x = circle.across[0][row] + share * circle.direction[0];
    const y = circle.across[1][row] + share * circle.direction[1];
    const inside = Math.hypot(x, y);
    const visible = inside > 0 && inside >= 1e-9 * Math.hypot(length[row], share);
    columns[0][row] = visible ? x / inside : NaN;
    columns[1][row] = visible ? y / inside : NaN;
  }
  return columns;
}

export { circleAt, sceneAt };
