/* The two embedding scenes share one camera: a drag in either moves both, live.

   While a drag goes on, the twin is moved through plotly's internal scene object, because
   Plotly.relayout is too slow for every frame. At its end both graphs are relayouted, the
   dragged one too: without that plotly's next drag would start from the old camera. */
const IDS = ["embedding-before-graph", "embedding-after-graph"];
const CAMERA = "scene.camera";
// As in components/figures/scene.py.
const HOME = {
  up: { x: 0, y: 0, z: 1 },
  center: { x: 0, y: 0, z: 0 },
  eye: { x: 0.79, y: 0.79, z: 0.5 },
  projection: { type: "perspective" },
};
const NEAREST = 0.35;
const FARTHEST = 6;
// The eye stays this far, in radians, from the scene's pole, where up has no meaning.
const FROM_POLE = 0.12;
let locked = false;
let frame = 0;
let wanted = null;
let settling = 0;

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
    if (change?.[CAMERA]) settle(change[CAMERA]);
  });
}

function attachAll() {
  const graphs = IDS.map(graphOf);
  if (graphs.every((graph) => graph && typeof graph.on === "function")) graphs.forEach(attach);
}

new MutationObserver(attachAll).observe(document, { childList: true, subtree: true });

const plus = (a, b, scale = 1) => ({
  x: a.x + scale * b.x,
  y: a.y + scale * b.y,
  z: a.z + scale * b.z,
});
const times = (a, scale) => plus({ x: 0, y: 0, z: 0 }, a, scale);
const dot = (a, b) => a.x * b.x + a.y * b.y + a.z * b.z;
const cross = (a, b) => ({
  x: a.y * b.z - a.z * b.y,
  y: a.z * b.x - a.x * b.z,
  z: a.x * b.y - a.y * b.x,
});
const unit = (a) => times(a, 1 / (Math.sqrt(dot(a, a)) || 1));

/* Rodrigues' rotation of a vector about a unit axis. */
const rotated = (vector, axis, angle) =>
  plus(
    plus(times(vector, Math.cos(angle)), cross(axis, vector), Math.sin(angle)),
    axis,
    dot(axis, vector) * (1 - Math.cos(angle)),
  );

/* A camera carried around its center: `across` about the upright axis, `over` toward its pole,
   in radians, at `scale` times the distance. What a drag had tilted stands upright again. */
function turned(camera, across, over, scale) {
  const { up } = HOME;
  const arm = plus(camera.eye, camera.center, -1);
  const polar = Math.acos(Math.min(1, Math.max(-1, dot(unit(arm), up))));
  const lifted = Math.min(Math.PI - FROM_POLE, Math.max(FROM_POLE, polar - over));
  const level = unit(cross(up, arm));
  const around = rotated(rotated(arm, level, lifted - polar), up, across);
  const reach = Math.sqrt(dot(arm, arm));
  const length = Math.min(FARTHEST, Math.max(NEAREST, reach * scale));
  return { ...camera, up, eye: plus(camera.center, around, length / reach) };
}

function move(camera) {
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(() =>
    IDS.map((id) => sceneOf(graphOf(id)))
      .filter((scene) => scene?.setViewport)
      .forEach((scene) =>
        scene.setViewport({ camera: copyOf(camera), aspectratio: scene.glplot.getAspectratio() }),
      ),
  );
  clearTimeout(settling);
  settling = setTimeout(async () => {
    await settle(camera);
    if (wanted === camera) wanted = null;
  }, 200);
}

export const sceneCameras = {
  reset() {
    clearTimeout(settling);
    wanted = null;
    settle(HOME);
  },

  /* Turn both scenes; steps that come while they move add up. */
  turn(across, over, scale = 1) {
    const shown = wanted ?? IDS.map((id) => sceneOf(graphOf(id))?.getCamera?.()).find(Boolean);
    if (!shown) return;
    wanted = turned(shown, across, over, scale);
    move(wanted);
  },
};
