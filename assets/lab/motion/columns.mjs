/* The body of components/samples.py: words, and columns of numbers. */
const KINDS = { f4: Float32Array, i4: Int32Array, u2: Uint16Array };
const LENGTH = 4;

/* A column from its planes: the first bytes of all values, then all the second ones. */
function column(planes, kind, count) {
  const width = KINDS[kind].BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(count * width);
  for (let place = 0; place < width; place++) {
    for (let at = 0; at < count; at++) bytes[at * width + place] = planes[place * count + at];
  }
  return new KINDS[kind](bytes.buffer);
}

/* The words of a body, and its columns by name. */
export function unpacked(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const { columns: kinds, ...words } = JSON.parse(
    new TextDecoder().decode(new Uint8Array(buffer, LENGTH, length)),
  );
  let start = LENGTH + length;
  const columns = Object.fromEntries(
    Object.entries(kinds).map(([name, [kind, count]]) => {
      const size = count * KINDS[kind].BYTES_PER_ELEMENT;
      const planes = new Uint8Array(buffer, start, size);
      start += size;
      return [name, column(planes, kind, count)];
    }),
  );
  return { words, columns };
}

const axesOf = (axes, columns, name, count) => ({
  ...axes,
  across: Array.from({ length: count }, (_, at) => columns[`${name}${at}`]),
});

/* How samples are read, and where they are: null where the body leaves the motion out. */
export function samplesOf(buffer) {
  const { words, columns } = unpacked(buffer);
  const { motion, edit, key, damping, data, total, sprite } = words;
  const { labels, before, after, sure_before, sure_after } = columns;
  return {
    reads: { edit, key, damping, labels, before, after, sure_before, sure_after },
    motion: motion && motionOf({ ...motion, key, data, total, sprite }, columns),
  };
}

/* Where samples and class means are at every damping (motion.mjs). */
export function motionOf(words, columns) {
  const { indices, along, length } = columns;
  return {
    ...words,
    indices,
    along,
    length,
    scene: axesOf(words.scene, columns, "scene", 3),
    circle: axesOf(words.circle, columns, "circle", 2),
  };
}
