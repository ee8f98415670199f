/* The two embedding scenes share one camera: a drag in either moves both, live.

   While a drag goes on, the twin is moved through plotly's internal scene object, because
   Plotly.relayout is too slow for every frame. At its end both graphs are relayouted, the
   dragged one too: without that plotly's next drag would start from the old camera. */
window.sceneCameras = (() => {
  const IDS = ["embedding-before-graph", "embedding-after-graph"];
  const CAMERA = "scene.camera";
  // As in components/figures/scene.py.
  const HOME = {
    up: { x: 0, y: 0, z: 1 },
    center: { x: 0, y: 0, z: 0 },
    eye: { x: 0.95, y: 0.95, z: 0.6 },
    projection: { type: "perspective" },
  };
  let locked = false;
  let frame = 0;

  const graphOf = (id) => document.querySelector(`#${id} .js-plotly-plot`);
  const sceneOf = (graph) => graph?._fullLayout?.scene?._scene;
  const twinOf = (graph) => {
    const [before, after] = IDS.map(graphOf);
    return graph === before ? after : before;
  };
  const copyOf = (camera) => JSON.parse(JSON.stringify(camera));

  function follow(graph) {
    const source = sceneOf(graph);
    const target = sceneOf(twinOf(graph));
    if (!source?.getCamera || !target?.setViewport) return;
    const camera = source.getCamera();
    target.setViewport({ camera, aspectratio: target.glplot.getAspectratio() });
  }

  async function settle(camera) {
    if (locked) return;
    locked = true;
    try {
      const graphs = IDS.map(graphOf).filter(Boolean);
      await Promise.all(
        graphs.map((graph) => window.Plotly.relayout(graph, { [CAMERA]: copyOf(camera) })),
      );
    } finally {
      locked = false;
    }
  }

  function attach(graph) {
    if (graph.sceneCamerasAttached) return;
    graph.sceneCamerasAttached = true;
    graph.on("plotly_relayouting", () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => follow(graph));
    });
    graph.on("plotly_relayout", (change) => {
      if (change && change[CAMERA]) settle(change[CAMERA]);
    });
  }

  function attachAll() {
    const graphs = IDS.map(graphOf);
    if (graphs.every((graph) => graph && typeof graph.on === "function")) graphs.forEach(attach);
  }

  new MutationObserver(attachAll).observe(document, { childList: true, subtree: true });

  return {
    reset() {
      settle(HOME);
    },
  };
})();
