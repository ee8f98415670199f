/* Names of classes and axes over the scenes. They are elements, so that no sample stands before
   them; they follow the camera and the damping. */
(() => {
  const { GRAPHS, graphOf, held } = window.labSamples;
  const { sceneAt } = window.labMotion;
  const { labelsOf } = window.labLabels;
  const { centroidsOf, pointOf, onRender } = window.labPlaces;
  const { isFlat } = window.labFlat;
  const SIDES = { [GRAPHS[0]]: "before", [GRAPHS[1]]: "after" };
  // Where an axis is named, in radii; and how far above its centroid a label stands, in pixels.
  const AXIS_END = 1.14;
  const LIFT = 7;

  /* What is written over a scene, and where: axes first, what matters most last. */
  function wordsOf({ motion, damping }, side) {
    const centroids = centroidsOf(motion);
    const columns = sceneAt(centroids, side === "before" ? 1 : damping);
    const classes = labelsOf(centroids, columns).map((text, label) => ({
      text,
      point: columns.map((column) => column[label]),
      kind: ["pair-a", "pair-b"][motion.pair.indexOf(label)] ?? "class",
    }));
    const axes = motion.scene.names.map((text, axis) => ({
      text,
      point: [0, 1, 2].map((at) => (at === axis ? AXIS_END : 0)),
      kind: "axis",
    }));
    const rank = ["axis", "class", "pair-b", "pair-a"];
    return [...(isFlat() ? [] : axes), ...classes]
      .filter(({ text, point }) => text && !point.some(Number.isNaN))
      .sort((a, b) => rank.indexOf(a.kind) - rank.indexOf(b.kind));
  }

  function layerOf(frame, count) {
    let layer = frame.querySelector(":scope > .scene-labels");
    if (!layer) {
      layer = document.createElement("div");
      layer.className = "scene-labels";
      layer.setAttribute("aria-hidden", "true");
      frame.append(layer);
    }
    while (layer.children.length > count) layer.lastChild.remove();
    while (layer.children.length < count) layer.append(document.createElement("span"));
    return [...layer.children];
  }

  const between = (value, low, high) => Math.max(low, Math.min(value, high));
  const meet = (a, b) =>
    a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;

  /* The place of a label within its frame: above its point, and never cut off. */
  function boxOf(element, kind, [x, y], frame) {
    const [width, height] = [element.offsetWidth, element.offsetHeight];
    const lift = kind === "axis" ? height / 2 : height + LIFT;
    const left = between(x - frame.left - width / 2, 0, frame.width - width);
    return { left, top: between(y - frame.top - lift, 0, frame.height - height), width, height };
  }

  function write(graph) {
    const frame = graph.closest(".scene");
    if (!held.state || !frame?.offsetParent) return;
    const words = wordsOf(held.state, SIDES[frame.querySelector(".dash-graph").id]);
    const elements = layerOf(frame, words.length);
    elements.forEach((element, at) => {
      const { text, kind } = words[at];
      if (element.textContent !== text) element.textContent = text;
      if (element.className !== `scene-label ${kind}`) element.className = `scene-label ${kind}`;
    });
    const around = frame.getBoundingClientRect();
    const boxes = words.map(({ kind, point }, at) => {
      const place = pointOf(graph, held.state.motion, point);
      return place && boxOf(elements[at], kind, place, around);
    });
    // Of the names of axes, those are left out that would lie under the label of a class.
    const covered = boxes.map(
      (box, at) =>
        words[at].kind === "axis" &&
        boxes.some((other, to) => words[to].kind !== "axis" && box && other && meet(box, other)),
    );
    elements.forEach((element, at) => {
      const box = boxes[at];
      element.classList.toggle("covered", covered[at] || !box);
      if (box) element.style.transform = `translate(${box.left}px, ${box.top}px)`;
    });
  }

  held.listeners.push(() =>
    Object.keys(SIDES).forEach((id) => {
      const graph = graphOf(id);
      if (!graph?._fullLayout) return;
      onRender(graph, () => write(graph));
      write(graph);
    }),
  );
})();
