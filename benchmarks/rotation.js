/* How many frames of two linked scenes are drawn while one of them is dragged. */
window.rotation = {
  scenes: () =>
    [...document.querySelectorAll(".js-plotly-plot")].filter((graph) => graph._fullLayout?.scene),

  /* The simplest link: each scene is relayouted to where the other one is dragged. */
  link() {
    const scenes = this.scenes();
    for (const [at, scene] of scenes.entries()) {
      scene.on("plotly_relayouting", ({ "scene.camera": camera }) =>
        window.Plotly.relayout(scenes[1 - at], { "scene.camera": camera }),
      );
    }
  },

  /* From now on, count each scene's drawings from another side. */
  watch() {
    this.counts = [0, 0];
    this.start = performance.now();
    for (const [at, scene] of this.scenes().entries()) {
      const plot = scene._fullLayout.scene._scene.glplot;
      const { onrender } = plot;
      let last = "";
      plot.onrender = () => {
        onrender?.();
        const side = Array.from(plot.cameraParams.view).join();
        if (side !== last) this.counts[at] += 1;
        last = side;
      };
    }
  },

  /* Frames a second of the scene that has fewer, since they were last asked for. */
  rate() {
    const seconds = (performance.now() - this.start) / 1000;
    const fewest = Math.min(...this.counts);
    this.counts = [0, 0];
    this.start = performance.now();
    return fewest / seconds;
  },
};
