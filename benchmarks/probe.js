/* What the benchmarks measure in a page, ours or the bare one: from a cause to two frames after
   plotly has drawn it. */
window.probe = {
  frames: () => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then))),

  /* Resolve with the time when all these graphs have been drawn, counted from `start`. */
  async drawn(graphs, start) {
    await Promise.all(
      graphs.map(
        (graph) =>
          new Promise((then) => {
            const done = () => {
              graph.removeListener("plotly_afterplot", done);
              then();
            };
            graph.on("plotly_afterplot", done);
          }),
      ),
    );
    await this.frames();
    return performance.now() - (typeof start === "function" ? start() : start);
  },

  async timed(action) {
    await this.frames();
    const start = performance.now();
    await action();
    await this.frames();
    return performance.now() - start;
  },

  /* Our drag step, and the same arrays given to the same graphs by plotly alone, in ms. */
  async dragSteps(dampings) {
    const { GRAPHS, graphOf, held, moveNow } = window.modules.samples;
    const graphs = [graphOf(GRAPHS[1]), graphOf(GRAPHS[3])];
    const traces = [[2, 3, 4, 5, 10], [1, 2, 3, 4, 5]];
    const names = [["x", "y", "z"], ["x", "y"]];
    const kept = {};
    const updates = () =>
      graphs.map((graph, at) =>
        Object.fromEntries(
          names[at].map((name) => [name, traces[at].map((trace) => graph.data[trace][name])]),
        ),
      );
    for (const damping of dampings) {
      moveNow(damping);
      kept[damping] = updates();
      await this.frames();
    }
    const pairs = [];
    for (const damping of dampings) {
      const bare = await this.timed(() =>
        Promise.all(
          graphs.map((graph, at) => window.Plotly.restyle(graph, kept[damping][at], traces[at])),
        ),
      );
      pairs.push([await this.timed(async () => moveNow(damping)), bare]);
    }
    held.live = null;
    return pairs;
  },

  /* The four figures as drawn, in a form that another page can be given. */
  figures() {
    const packed = (value) => {
      if (ArrayBuffer.isView(value)) {
        const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
        let text = "";
        for (const byte of bytes) text += String.fromCharCode(byte);
        const kind = { Float32Array: "f4", Float64Array: "f8", Int16Array: "i2", Int32Array: "i4" };
        return { dtype: kind[value.constructor.name], bdata: btoa(text) };
      }
      if (Array.isArray(value)) return value.map(packed);
      if (value && typeof value === "object") {
        return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, packed(one)]));
      }
      return Number.isNaN(value) ? null : value;
    };
    const { GRAPHS, graphOf } = window.modules.samples;
    return GRAPHS.map((id) => {
      const { data, layout } = graphOf(id);
      return packed({ data, layout });
    });
  },

  /* What the four pictures show of samples, as bytes: coordinates, and each sample's index once. */
  drawnArrays() {
    const { GRAPHS, graphOf } = window.modules.samples;
    const columns = GRAPHS.flatMap((id, at) =>
      (at < 2 ? [2, 3, 4] : [1, 2, 3]).flatMap((trace) => {
        const { x, y, z, customdata } = graphOf(id).data[trace];
        const shown = [x, y, ...(z ? [z] : [])].map((column) => Float32Array.from(column));
        return at === 0 ? [...shown, Int32Array.from(customdata)] : shown;
      }),
    );
    let text = "";
    for (const column of columns) {
      for (const byte of new Uint8Array(column.buffer)) text += String.fromCharCode(byte);
    }
    return btoa(text);
  },

  /* Draw four figures in a bare page; resolve when they are painted. */
  async react(figures) {
    const start = performance.now();
    const graphs = figures.map((_, at) => document.getElementById(`graph-${at}`));
    await Promise.all(
      graphs.map((graph, at) =>
        window.Plotly.react(graph, figures[at].data, figures[at].layout, { responsive: true }),
      ),
    );
    await this.frames();
    return performance.now() - start;
  },
};
