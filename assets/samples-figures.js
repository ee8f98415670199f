/* From samples at a damping to the traces of the scenes and circles. Pure: what is drawn follows
   from the state given. Styles come from the skeletons of components/figures. */
window.sampleFigures = (() => {
  const { sceneAt, circleAt } = window.labMotion;
  // Centroids closer than this would have their labels on top of each other.
  const TOGETHER = 0.09;
  const SURE = 65535;

  const gather = (column, rows) => Float32Array.from(rows, (row) => column[row]);
  const steps = (colors) =>
    colors.length > 1
      ? colors.map((color, at) => [at / (colors.length - 1), color])
      : [[0, colors[0]], [1, colors[0]]];

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

  /* A label for each centroid; those in one place share the first's, the pair coming first. */
  function labelsOf({ motion }, columns) {
    const { names, pair } = motion;
    const base = motion.indices.length;
    const others = names.map((_, label) => label).filter((label) => !pair.includes(label));
    const apart = (a, b) => Math.hypot(...columns.map((one) => one[base + a] - one[base + b]));
    const groups = [];
    for (const label of [...pair, ...others]) {
      const near = groups.find((group) => apart(group[0], label) < TOGETHER);
      if (near) near.push(label);
      else groups.push([label]);
    }
    const labels = names.map(() => "");
    for (const group of groups) {
      const [merged, rest] = [true, false].map((inside) =>
        group.filter((label) => pair.includes(label) === inside).map((label) => names[label]),
      );
      labels[group[0]] = `<b>${[...(merged.length ? [merged.join(" + ")] : []), ...rest].join(" · ")}</b>`;
    }
    return labels;
  }

  function centroidStyle({ motion, ink }, sizes) {
    const strong = motion.names.map((_, label) => motion.pair.indexOf(label));
    return {
      size: strong.map((at) => (at < 0 ? sizes[0] : sizes[1])),
      color: strong.map((at) => (at < 0 ? ink.label : ink.pair[at])),
    };
  }

  const centroidRows = ({ motion }) =>
    motion.names.map((_, label) => motion.indices.length + label);
  const markedRows = ({ motion, marked }, groups) =>
    marked?.size
      ? Object.values(groups).flatMap((rows) => rows.filter((row) => marked.has(motion.indices[row])))
      : [];

  /* Plotly draws a text that it first meets in an update at half its size, so a trace with a new
     one is a new trace. Its name becomes part of a selector. */
  const named = (role, texts) => ({
    uid: [role, ...texts].join("|").replace(/\W/g, (letter) => `_${letter.codePointAt(0)}_`),
  });

  /* The coordinates that a damping decides, by the trace they belong to. */
  function movedScene(state, groups, damping) {
    const columns = sceneAt(state.motion, damping);
    const at = (rows) => ({
      x: gather(columns[0], rows),
      y: gather(columns[1], rows),
      z: gather(columns[2], rows),
    });
    const labels = labelsOf(state, columns);
    const moved = {
      2: at(groups.others),
      3: at(groups.first),
      4: at(groups.second),
      5: { ...at(centroidRows(state)), text: labels, ...named("centroids", labels) },
      10: at(markedRows(state, groups)),
    };
    if (state.scenes === "overlay") moved[9] = twinLines(state, groups, columns);
    return moved;
  }

  function movedCircle(state, groups, damping) {
    const columns = circleAt(state.motion, damping);
    const at = (rows, scale = 1) => ({
      x: gather(columns[0], rows).map((value) => value * scale),
      y: gather(columns[1], rows).map((value) => value * scale),
    });
    const base = state.motion.indices.length;
    const spokes = (column) =>
      state.motion.pair.flatMap((label) => [0, column[base + label], NaN]);
    return {
      1: at(groups.others),
      2: at(groups.first),
      3: at(groups.second),
      4: { x: spokes(columns[0]), y: spokes(columns[1]) },
      5: { ...at(centroidRows(state), 1.14), text: labelsOf(state, columns) },
      6: at(markedRows(state, groups)),
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
    return { x, y, z, marker: colorsOf(state, rows, "before", "others"), customdata: indicesOf(state, rows) };
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
    const { motion, ink, skeleton } = state;
    const groups = groupsOf(state);
    const damping = side === "before" ? 1 : state.damping;
    const style = samplesStyle(state, groups, side);
    const moved = movedScene(state, groups, damping);
    const [dx, dy, dz] = motion.scene.direction;
    const names = motion.names;
    const over = side === "after" && state.scenes === "overlay";
    const sizes = centroidStyle(state, [15, 24].map((size) => size * state.larger));
    const axes = motion.scene.names.flatMap((name) => ["", name, ""]);
    return joined(skeleton.scene, {
      0: { visible: motion.normalise },
      1: {
        text: axes,
        textfont: { size: 12 * state.larger, color: ink.axis },
        ...named("axes", motion.scene.names),
      },
      2: { ...moved[2], ...style.others },
      3: { ...moved[3], ...style.first, name: names[motion.pair[0]] },
      4: { ...moved[4], ...style.second, name: names[motion.pair[1]] },
      5: {
        ...moved[5],
        textfont: sizes,
        hovertext: names.map((name) => `centroid of ${name}`),
        marker: { size: centroidStyle(state, [6, 10]).size, color: motion.colors },
      },
      6: { x: [-dx, dx], y: [-dy, dy], z: [-dz, dz] },
      7: { x: [dx], y: [dy], z: [dz], u: [dx], v: [dy], w: [dz] },
      8: over ? twinsBefore(state, groups) : nothing,
      9: over ? twinLines(state, groups, sceneAt(motion, damping)) : nothing,
      10: moved[10],
      11: { visible: motion.normalise },
    });
  }

  function circleTraces(state, side) {
    const { motion, skeleton } = state;
    const groups = groupsOf(state);
    const style = samplesStyle(state, groups, side);
    const moved = movedCircle(state, groups, side === "before" ? 1 : state.damping);
    return joined(skeleton.circle, {
      1: { ...moved[1], ...style.others },
      2: { ...moved[2], ...style.first, name: motion.names[motion.pair[0]] },
      3: { ...moved[3], ...style.second, name: motion.names[motion.pair[1]] },
      4: moved[4],
      5: {
        ...moved[5],
        textfont: centroidStyle(state, [13, 20].map((size) => size * state.larger)),
        hovertext: motion.names.map((name) => `centroid of ${name}`),
      },
      6: moved[6],
    });
  }

  return { groupsOf, movedScene, movedCircle, sceneTraces, circleTraces };
})();
