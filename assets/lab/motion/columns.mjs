/* The body of components/samples.py: words, and columns of numbers. */
/** @import { Axes, Column, Motion, Reads } from "../types.d.ts" */

const KINDS = { f4: Float32Array, i4: Int32Array, u2: Uint16Array };
const LENGTH = 4;

/**
 * A column from its planes: the first bytes of all values, then all the second ones.
 * @param {Uint8Array} planes
 * @param {keyof typeof KINDS} kind
 * @param {number} count
 * @returns {Column}
 */
function column(planes, kind, count) {
  const width = KINDS[kind].BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(count * width);
  for (let place = 0; place < width; place++) {
    for (let at = 0; at < count; at++) bytes[at * width + place] = planes[place * count + at];
  }
  return new KINDS[kind](bytes.buffer);
}

/**
 * The words of a body, and its columns by name. Throws RangeError for one that is cut short.
 * @param {ArrayBuffer} buffer
 */
export function unpacked(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const header = new TextDecoder().decode(new Uint8Array(buffer, LENGTH, length));
  const { columns: kinds, ...words } = JSON.parse(header);
  let start = LENGTH + length;
  /** @type {Record<string, any>} */
  const columns = {};
  for (const [name, [kind, count]] of Object.entries(kinds)) {
    const size = count * KINDS[/** @type {keyof typeof KINDS} */ (kind)].BYTES_PER_ELEMENT;
    columns[name] = column(new Uint8Array(buffer, start, size), kind, count);
    start += size;
  }
  return { words, columns };
}

/**
 * @param {any} words
 * @param {Record<string, any>} columns
 * @param {string} name
 * @param {number} count
 * @returns {Axes}
 */
function axesOf(words, columns, name, count) {
  /** @param {string} of */
  const all = (of) => Array.from({ length: count }, (_, at) => columns[`${of}${at}`]);
  const { direction, names, stepped } = words;
  return { names, direction, across: all(name), steps: stepped ? all(`${name}_step`) : null };
}

/**
 * @param {Record<string, any>} columns
 * @param {string} name
 * @param {number} count
 * @returns {Float32Array[]}
 */
const placesOf = (columns, name, count) =>
  Array.from({ length: count }, (_, at) => columns[`${name}_before${at}`]);

/**
 * Where samples and class means are at every damping (motion.mjs).
 * @param {any} words
 * @param {Record<string, any>} columns
 * @returns {Motion}
 */
function motionOf(words, columns) {
  const { indices, nearest, start, step } = columns;
  return {
    ...words,
    indices,
    nearest,
    step,
    // One number where all start alike.
    start: start.length === 1 ? new Float32Array(step.length).fill(start[0]) : start,
    scene: axesOf(words.scene, columns, "scene", 3),
    circle: axesOf(words.circle, columns, "circle", 2),
    unedited: words.unedited
      ? { scene: placesOf(columns, "scene", 3), circle: placesOf(columns, "circle", 2) }
      : null,
  };
}

/**
 * How samples are read, and where they are; the motion is null where the body leaves it out, and
 * both are where it is a refusal.
 * @param {ArrayBuffer} buffer
 * @returns {{ reads: Reads | null, motion: Motion | null }}
 */
export function samplesOf(buffer) {
  const { words, columns } = unpacked(buffer);
  if (words.refused) return { reads: null, motion: null };
  const { motion, edit, key, damping, data, total, sprite } = words;
  const { labels, before, after, sure_before, sure_after } = columns;
  return {
    reads: { edit, key, damping, labels, before, after, sure_before, sure_after },
    motion: motion ? motionOf({ ...motion, key, data, total, sprite }, columns) : null,
  };
}
