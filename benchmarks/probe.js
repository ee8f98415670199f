/* What the benchmarks measure in a page, ours or the bare one: from a cause to two frames after
   plotly has drawn it. */
window.probe = {
  frame: () => new Promise((then) => requestAnimationFrame(then)),

  async frames() {
    await this.frame();
    await this.frame();
  },

  /* Our page's graphs: both scenes, both circles. */
  graphs() {
    const { GRAPHS, graphOf } = window.modules.samples;
    return GRAPHS.map(graphOf);
  },

  /* Resolve with the time when all these graphs have been drawn, counted from `start`. */
  async drawn(graphs, start) {
    const plotted = (graph) =>
      new Promise((then) => {
        const done = () => {
          graph.removeListener("plotly_afterplot", done);
          then();
        };
        graph.on("plotly_afterplot", done);
      });
    await Promise.all(graphs.map(plotted));
    await this.frames();
    return performance.now() - start();
  },

  async timed(action) {
    await this.frames();
    const start = performance.now();
    action();
    await this.frames();
    return performance.now() - start;
  },

  /* The traces of a graph whose coordinates are others than `before`, as plotly is given them. */
  moved({ data }, before) {
    const traces = data.map((_, at) => at).filter((at) => data[at].x !== before[at]);
    const names = ["x", "y", "z"].filter((name) => data[traces[0]][name]);
    const columns = names.map((name) => [name, traces.map((at) => data[at][name])]);
    return [Object.fromEntries(columns), traces];
  },

  /* Our drag step, all that the page does as the slider goes to another damping, and the same
     arrays given to the same graphs by plotly alone; both draw in the next frame; in ms. */
  async dragSteps(dampings) {
    const { lab } = window.modules.store;
    const [, scene, , circle] = this.graphs();
    const graphs = [scene, circle];
    const drag = (damping) => lab.dispatch({ type: "held", damping, grasped: true });
    const kept = [];
    for (const damping of dampings) {
      const before = graphs.map(({ data }) => data.map(({ x }) => x));
      await this.timed(() => drag(damping));
      kept.push(graphs.map((graph, at) => this.moved(graph, before[at])));
    }
    const restyle = (moved) =>
      requestAnimationFrame(() => {
        for (const [at, graph] of graphs.entries()) window.Plotly.restyle(graph, ...moved[at]);
      });
    const pairs = [];
    for (const [at, damping] of dampings.entries()) {
      const bare = await this.timed(() => restyle(kept[at]));
      pairs.push([await this.timed(() => drag(damping)), bare]);
    }
    lab.dispatch({ type: "released" });
    return pairs;
  },

  /* The four figures as they are seen, in a form that another page can be given: what our page
     draws of a circle itself is plotly's to draw there. */
  figures() {
    const kinds = { Float32Array: "f4", Float64Array: "f8", Int16Array: "i2", Int32Array: "i4" };
    const packed = (value) => {
      if (ArrayBuffer.isView(value)) {
        return { dtype: kinds[value.constructor.name], bdata: this.base64(value) };
      }
      if (Array.isArray(value)) return value.map(packed);
      if (value && typeof value === "object") {
        return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, packed(one)]));
      }
      return Number.isNaN(value) ? null : value;
    };
    return this.graphs().map((graph) => {
      const { layout, _context: context } = graph;
      const data = graph.data.map((trace) =>
        trace.marker?.maxdisplayed
          ? { ...trace, marker: { ...trace.marker, maxdisplayed: 0 } }
          : trace,
      );
      const { width, height } = graph.getBoundingClientRect();
      const { displaylogo, displayModeBar, responsive, scrollZoom } = context;
      const config = { displaylogo, displayModeBar, responsive, scrollZoom };
      return packed({ data, layout, config, width, height });
    });
  },

  base64({ buffer, byteOffset, byteLength }) {
    let text = "";
    for (const byte of new Uint8Array(buffer, byteOffset, byteLength)) {
      text += String.fromCharCode(byte);
    }
    return btoa(text);
  },

  /* What the four pictures show of samples, as bytes: coordinates, and each sample's index once. */
  drawnArrays() {
    const columns = this.graphs().flatMap(({ data }, at) =>
      data
        .filter(({ name }) => ["bystanders", "pair"].includes(name))
        .flatMap(({ x, y, z, customdata }) => [
          ...[x, y, ...(z ? [z] : [])].map((column) => Float32Array.from(column)),
          ...(at === 0 ? [Int32Array.from(customdata)] : []),
        ]),
    );
    return columns.map((column) => this.base64(column));
  },

  /* The bare page's graphs, in the sizes of our own. */
  boxes(figures) {
    return figures.map(({ width, height }, at) => {
      const box = document.getElementById(`graph-${at}`);
      Object.assign(box.style, { width: `${width}px`, height: `${height}px` });
      return box;
    });
  },

  /* Draw figures in a bare page; resolve with the ms until they are painted. */
  async react(figures) {
    const boxes = this.boxes(figures);
    await this.frames();
    const start = performance.now();
    await Promise.all(
      figures.map(({ data, layout, config }, at) =>
        window.Plotly.react(boxes[at], data, layout, config),
      ),
    );
    await this.frames();
    return performance.now() - start;
  },
};
