/* A scene that has the focus is turned by keys: arrows orbit, + and - zoom, 0 goes back. */
import { sceneCameras } from "./cameras.mjs";

const STEP = Math.PI / 18;
const CLOSER = 0.85;
/** @type {Record<string, () => void>} */
const ACTIONS = {
  ArrowLeft: () => sceneCameras.turn(-STEP, 0),
  ArrowRight: () => sceneCameras.turn(STEP, 0),
  ArrowUp: () => sceneCameras.turn(0, STEP),
  ArrowDown: () => sceneCameras.turn(0, -STEP),
  "+": () => sceneCameras.turn(0, 0, CLOSER),
  "=": () => sceneCameras.turn(0, 0, CLOSER),
  "-": () => sceneCameras.turn(0, 0, 1 / CLOSER),
  "−": () => sceneCameras.turn(0, 0, 1 / CLOSER),
  0: () => sceneCameras.reset(),
};

/* Before any other listener, for arrows also do things elsewhere on the page. */
document.addEventListener(
  "keydown",
  (event) => {
    const action = ACTIONS[event.key];
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    const inScene = event.target instanceof Element && event.target.closest(".scene[tabindex]");
    if (!action || modified || !inScene) return;
    event.preventDefault();
    action();
  },
  true,
);
