/* A camera that goes around its center. */
/** @import { Camera, Point } from "../types.d.ts" */

const UP = { x: 0, y: 0, z: 1 };
const NEAREST = 0.35;
const FARTHEST = 6;
// The eye stays this far, in radians, from the scene's pole, where up has no meaning.
const FROM_POLE = 0.12;

/** @param {Point} a @param {Point} b */
const plus = (a, b, scale = 1) => ({
  x: a.x + scale * b.x,
  y: a.y + scale * b.y,
  z: a.z + scale * b.z,
});
/** @param {Point} a @param {number} scale */
const times = (a, scale) => plus({ x: 0, y: 0, z: 0 }, a, scale);
/** @param {Point} a @param {Point} b */
const dot = (a, b) => a.x * b.x + a.y * b.y + a.z * b.z;
/** @param {Point} a @param {Point} b */
const cross = (a, b) => ({
  x: a.y * b.z - a.z * b.y,
  y: a.z * b.x - a.x * b.z,
  z: a.x * b.y - a.y * b.x,
});
/** @param {Point} a */
const unit = (a) => times(a, 1 / (Math.sqrt(dot(a, a)) || 1));
/** @param {number} value @param {number} low @param {number} high */
const between = (value, low, high) => Math.min(high, Math.max(low, value));

/**
 * Rodrigues' rotation of a vector about a unit axis.
 * @param {Point} vector
 * @param {Point} axis
 * @param {number} angle
 */
const rotated = (vector, axis, angle) =>
  plus(
    plus(times(vector, Math.cos(angle)), cross(axis, vector), Math.sin(angle)),
    axis,
    dot(axis, vector) * (1 - Math.cos(angle)),
  );

/**
 * A camera as near as it may come and as far as it may go.
 * @param {Camera} camera
 * @returns {Camera}
 */
function bounded(camera) {
  const arm = plus(camera.eye, camera.center, -1);
  const reach = Math.sqrt(dot(arm, arm));
  const length = between(reach, NEAREST, FARTHEST);
  if (length === reach || !reach) return camera;
  return { ...camera, eye: plus(camera.center, arm, length / reach) };
}

/**
 * A camera carried around its center: `across` about the upright axis, `over` toward its pole,
 * in radians, at `scale` times the distance. What a drag had tilted stands upright again.
 * @param {Camera} camera
 * @param {number} across
 * @param {number} over
 * @param {number} scale
 * @returns {Camera}
 */
function turned(camera, across, over, scale) {
  const arm = plus(camera.eye, camera.center, -1);
  const polar = Math.acos(between(dot(unit(arm), UP), -1, 1));
  const lifted = between(polar - over, FROM_POLE, Math.PI - FROM_POLE);
  const level = unit(cross(UP, arm));
  const around = rotated(rotated(arm, level, lifted - polar), UP, across);
  return bounded({ ...camera, up: UP, eye: plus(camera.center, around, scale) });
}

export { bounded, FARTHEST, NEAREST, turned };
