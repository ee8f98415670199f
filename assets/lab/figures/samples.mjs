/* From samples at a damping to the traces of the scenes and circles. Pure: what is drawn follows
   from the state given. Styles come from the skeletons of components/figures. */
import { circleAt, sceneAt } from "../motion/motion.mjs";

const SURE = 65535;
// The order of components/figures/scene.py and circle.py.
const SCENE = Object.fromEntries(
  ["ball", "axes", "others", "first", "second", "centroids", "line", "tip"]
    .concat(["before", "twins", "marked", "rings"])
    .map((name, at) => [name, at]),
);
const CIRCLE = Object.fromEntries(
  ["outline", "others", "first", "second", "spokes", "marked"].map((name, at) => [name, at]),
);

const gather = (column, rows) => Float32Array.from(rows, (row) => column[row]);
const steps = (colors) =>
  colors.length > 1
    ? colors.map((color, at) => [at / (colors.length - 1), color])
    : [
        [0, colors[0]],
        [1, colors[0]],
      ];

/* Which samples are drawn, by the group they are drawn in. */
function groupsOf({ motion, reads, shown }) {
  const [first, second] = motion.pair;
  const groups = { others: [], first: [], second: [] };
  reads.labels.forEach((label, row) => {
    const inside = label === first || label === second;
    const kept = {
      all: true,
      pair: inside,
      changed: reads.before[row] !== reads.after[row],
      misread: reads.after[row] !== label,
    }[shown];
    if (kept) groups[label === first ? "first" : label === second ? "second" : "others"].push(row);
  });
  return groups;
}

/* How the samples of a group are colored on one side. */
function colorsOf({ motion, reads, color, scales }, rows, side, group) {
  if (color === "class") {
    if (group !== "others") return { color: motion.colors[motion.pair[group === "first" ? 0 : 1]] };
    const top = Math.max(motion.colors.length - 1, 1);
    const values = rows.map((row) => reads.labels[row]);
    return { color: values, colorscale: steps(motion.colors), cmin: 0, cmax: top };
  }
  const [read, sure] = [reads[side], reads[`sure_${side}`]];
  if (color === "confidence") {
    const values = rows.map((row) => sure[row] / SURE);
    return { color: values, colorscale: steps(scales.confidence), cmin: 0, cmax: 1 };
  }
  const right = color === "correct";
  const values = rows.map((row) =>
    Number(right ? read[row] === reads.labels[row] : reads.before[row] !== reads.after[row]),
  );
  return { color: values, colorscale: steps(scales[color]), cmin: 0, cmax: 1 };
}

/* One value for each class: that of the pair, or that of the others. */
const strongOf = ({ names, pair }, other, strong) =>
  names.map((_, label) => (pair.includes(label) ? strong : other));

const centroidRows = ({ motion }) => motion.names.map((_, label) => motion.indices.length + label);
const markedRows = ({ motion, marked }, groups) =>
  marked?.size
    ? Object.values(groups).flatMap((rows) => rows.filter((row) => marked.has(motion.indices[row])))
    : [];

/* The coordinates that a damping decides, by the trace they belong to. */
function movedScene(state, groups, damping) {
  const columns = sceneAt(state.motion, damping);
  const at = (rows) => ({
    x: gather(columns[0], rows),
    y: gather(columns[1], rows),
    z: gather(columns[2], rows),
  });
  const moved = {
    [SCENE.others]: at(groups.others),
    [SCENE.first]: at(groups.first),
    [SCENE.second]: at(groups.second),
    [SCENE.centroids]: at(centroidRows(state)),
    [SCENE.marked]: at(markedRows(state, groups)),
  };
  if (state.scenes === "overlay") moved[SCENE.twins] = twinLines(state, groups, columns);
  return moved;
}

function movedCircle(state, groups, damping) {
  const columns = circleAt(state.motion, damping);
  const at = (rows) => ({ x: gather(columns[0], rows), y: gather(columns[1], rows) });
  const base = state.motion.indices.length;
  const spokes = (column) => state.motion.pair.flatMap((label) => [0, column[base + label], NaN]);
  return {
    [CIRCLE.others]: at(groups.others),
    [CIRCLE.first]: at(groups.first),
    [CIRCLE.second]: at(groups.second),
    [CIRCLE.spokes]: { x: spokes(columns[0]), y: spokes(columns[1]) },
    [CIRCLE.marked]: at(markedRows(state, groups)),
  };
}

/* From where each sample was to where it is. */
function twinLines(state, groups, columns) {
  const before = sceneAt(state.motion, 1);
  const rows = Object.values(groups).flat();
  const lines = ["x", "y", "z"].map((name, axis) => [
    name,
    Float32Array.from({ length: 3 * rows.length }, (_, at) => {
      const row = rows[Math.floor(at / 3)];
      return [before[axis][row], columns[axis][row], NaN][at % 3];
    }),
  ]);
  return Object.fromEntries(lines);
}

/* An overlay's samples before the edit, all in one trace. */
function twinsBefore(state, groups) {
  const columns = sceneAt(state.motion, 1);
  const rows = Object.values(groups).flat();
  const [x, y, z] = columns.map((column) => gather(column, rows));
  return {
    x,
    y,
    z,
    marker: colorsOf(state, rows, "before", "others"),
    customdata: indicesOf(state, rows),
  };
}

const indicesOf = ({ motion }, rows) => rows.map((row) => motion.indices[row]);
const nothing = { x: [], y: [], z: [] };

function samplesStyle(state, groups, side) {
  return Object.fromEntries(
    Object.entries(groups).map(([group, rows]) => [
      group,
      {
        marker: colorsOf(state, rows, side, group),
        customdata: indicesOf(state, rows),
      },
    ]),
  );
}

/* Join a skeleton's traces with what the state says of them, one level deep for styles. */
const joined = (skeleton, parts) =>
  skeleton.map((trace, at) => {
    const part = parts[at] ?? {};
    return { ...trace, ...part, marker: { ...trace.marker, ...part.marker } };
  });

function sceneTraces(state, side) {
  const { motion, skeleton } = state;
  const groups = groupsOf(state);
  const damping = side === "before" ? 1 : state.damping;
  const style = samplesStyle(state, groups, side);
  const moved = movedScene(state, groups, damping);
  const [dx, dy, dz] = motion.scene.direction;
  const names = motion.names;
  const over = side === "after" && state.scenes === "overlay";
  return joined(skeleton.scene, {
    [SCENE.ball]: { visible: motion.normalise },
    [SCENE.others]: { ...moved[SCENE.others], ...style.others },
    [SCENE.first]: { ...moved[SCENE.first], ...style.first, name: names[motion.pair[0]] },
    [SCENE.second]: { ...moved[SCENE.second], ...style.second, name: names[motion.pair[1]] },
    [SCENE.centroids]: {
      ...moved[SCENE.centroids],
      hovertext: names.map((name) => `centroid of ${name}`),
      marker: { size: strongOf(motion, 6, 10), color: motion.colors },
    },
    [SCENE.line]: { x: [-dx, dx], y: [-dy, dy], z: [-dz, dz] },
    [SCENE.tip]: { x: [dx], y: [dy], z: [dz], u: [dx], v: [dy], w: [dz] },
    [SCENE.before]: over ? twinsBefore(state, groups) : nothing,
    [SCENE.twins]: over ? twinLines(state, groups, sceneAt(motion, damping)) : nothing,
    [SCENE.marked]: moved[SCENE.marked],
    [SCENE.rings]: { visible: motion.normalise },
  });
}

function circleTraces(state, side) {
  const { motion, skeleton } = state;
  const groups = groupsOf(state);
  const style = samplesStyle(state, groups, side);
  const moved = movedCircle(state, groups, side === "before" ? 1 : state.damping);
  return joined(skeleton.circle, {
    [CIRCLE.others]: { ...moved[CIRCLE.others], ...style.others },
    [CIRCLE.first]: { ...moved[CIRCLE.first], ...style.first, name: motion.names[motion.pair[0]] },
    [CIRCLE.second]: {
      ...moved[CIRCLE.second],
      ...style.second,
      name: motion.names[motion.pair[1]],
    },
    [CIRCLE.spokes]: moved[CIRCLE.spokes],
    [CIRCLE.marked]: moved[CIRCLE.marked],
  });
}

export { CIRCLE, circleTraces, groupsOf, movedCircle, movedScene, SCENE, sceneTraces };
