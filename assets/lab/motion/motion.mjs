/* Where samples and centroids are at a damping, exactly as core/scene.py has it:
   e(s) = across + (offset + s * along) * direction, and so is every coordinate. */
/** @import { Axes, Motion, PackedAxes, PackedMotion, PackedReads, Reads } from "../types.d.ts" */
const KINDS = { f4: Float32Array, i4: Int32Array, u2: Uint16Array };

/**
 * A column of components/samples.py: the first bytes of all values, then all the second ones.
 * @template {keyof typeof KINDS} K
 * @param {string} text
 * @param {K} kind
 * @returns {InstanceType<(typeof KINDS)[K]>}
 */
function unpacked(text, kind) {
  const sent = atob(text);
  const width = KINDS[kind].BYTES_PER_ELEMENT;
  const count = sent.length / width;
  const bytes = new Uint8Array(sent.length);
  for (let at = 0; at < sent.length; at++) {
    bytes[(at % count) * width + Math.floor(at / count)] = sent.charCodeAt(at);
  }
  const made = new KINDS[kind](bytes.buffer);
  return /** @type {InstanceType<(typeof KINDS)[K]>} */ (made);
}

/** @type {(axes: PackedAxes) => Axes} */
const axesOf = ({ across, direction, names }) => ({
  across: across.map((column) => unpacked(column, "f4")),
  direction,
  names,
});

/** A payload of components/samples.py, unpacked. @type {(payload: PackedMotion) => Motion} */
const motionOf = (payload) => ({
  ...payload,
  indices: unpacked(payload.indices, "i4"),
  along: unpacked(payload.along, "f4"),
  length: unpacked(payload.length, "f4"),
  scene: axesOf(payload.scene),
  circle: axesOf(payload.circle),
});

/** @type {(payload: PackedReads) => Reads} */
const readsOf = (payload) => ({
  ...payload,
  labels: unpacked(payload.labels, "u2"),
  before: unpacked(payload.before, "u2"),
  after: unpacked(payload.after, "u2"),
  sure_before: unpacked(payload.sure_before, "u2"),
  sure_after: unpacked(payload.sure_after, "u2"),
});

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

export { circleAt, motionOf, readsOf, sceneAt };
