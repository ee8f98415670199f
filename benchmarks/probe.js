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

  /* One step of our drag, in ms. */
  async dragStep(damping) {
    const { held, moveNow } = window.labSamples;
    const spent = await this.timed(async () => moveNow(damping));
    held.live = null;
    return spent;
  },

  // What a drag moves in the after-scene and the after-circle.
  moved: [
    { graph: 1, traces: [2, 3, 4, 5, 10], names: ["x", "y", "z"] },
    { graph: 3, traces: [1, 2, 3, 4, 5], names: ["x", "y"] },
  ],

  /* The arrays that a drag has moved, in a form that another page can be given. */
  movedArrays() {
    const { GRAPHS, graphOf } = window.labSamples;
    return this.moved.map(({ graph, traces, names }) => {
      const { data } = graphOf(GRAPHS[graph]);
      return Object.fromEntries(
        names.map((name) => [name, traces.map((trace) => this.packed(data[trace][name]))]),
      );
    });
  },

  /* Restyle the graphs of a bare page with such arrays, unpacked beforehand, in ms. */
  async restyle(updates) {
    const arrays = updates.map((update) =>
      Object.fromEntries(
        Object.entries(update).map(([name, columns]) => [name, columns.map(this.unpacked)]),
      ),
    );
    return this.timed(() =>
      Promise.all(
        this.moved.map(({ graph, traces }, at) =>
          window.Plotly.restyle(document.getElementById(`graph-${graph}`), arrays[at], traces),
        ),
      ),
    );
  },

  packed(value) {
    if (!ArrayBuffer.isView(value)) return value;
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    const kind = { Float32Array: "f4", Float64Array: "f8", Int16Array: "i2", Int32Array: "i4" };
    return { dtype: kind[value.constructor.name], bdata: btoa(text) };
  },

  unpacked(value) {
    if (!value?.bdata) return value;
    const bytes = Uint8Array.from(atob(value.bdata), (letter) => letter.charCodeAt(0));
    return new { f4: Float32Array, f8: Float64Array }[value.dtype](bytes.buffer);
  },

  /* The four figures as drawn, in a form that another page can be given. */
  figures() {
    const packed = (value) => {
      if (ArrayBuffer.isView(value)) return this.packed(value);
      if (Array.isArray(value)) return value.map(packed);
      if (value && typeof value === "object") {
        return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, packed(one)]));
      }
      return Number.isNaN(value) ? null : value;
    };
    const { GRAPHS, graphOf } = window.labSamples;
    return GRAPHS.map((id) => {
      const { data, layout } = graphOf(id);
      return packed({ data, layout });
    });
  },

  /* What the four pictures show of samples, as bytes: coordinates, and each sample's index once. */
  drawnArrays() {
    const { GRAPHS, graphOf } = window.labSamples;
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
