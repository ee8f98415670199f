/* A scene in the hand: with Ctrl or Cmd the wheel zooms, and so does a pinch; a finger that goes
   sideways turns the scene. The plain wheel and a finger up or down scroll the page, as everywhere
   else (`gestures.css` leaves them to the browser), so plotly hears of neither. */

// What a wheel that counts in lines or pages means, in pixels.
const UNITS = [1, 16, 400];
// How much a pixel of the wheel zooms, and one step at most: a notch is 100 pixels or more.
const ZOOM = 0.002;
const MOST = 0.3;
// A finger that has not gone so many pixels, or has gone more up or down, is not turning a scene.
const SLOP = 8;

/**
 * How far a step of the wheel brings the camera, as a share of its distance.
 * @param {Pick<WheelEvent, "deltaY" | "deltaMode">} event
 */
function zoomOf({ deltaY, deltaMode }) {
  const step = ZOOM * deltaY * (UNITS[deltaMode] ?? 1);
  return Math.exp(Math.min(MOST, Math.max(-MOST, step)));
}

/** @typedef {(across: number, over: number, scale?: number) => void} Turn */

/** @param {HTMLElement} frame @param {Turn} turn */
function takeWheel(frame, turn) {
  const zoom = (/** @type {WheelEvent} */ event) => {
    event.stopPropagation();
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    turn(0, 0, zoomOf(event));
  };
  frame.addEventListener("wheel", zoom, { capture: true, passive: false });
}

/** @typedef {{ x: number, y: number, turns: boolean }} Finger */

/** @param {HTMLElement} frame @param {Turn} turn */
function takeFingers(frame, turn) {
  /** @type {Map<number, Finger>} */
  const fingers = new Map();
  const spread = () => {
    const [one, other] = fingers.values();
    return Math.hypot(one.x - other.x, one.y - other.y) || 1;
  };
  const pinch = (/** @type {Finger} */ finger, /** @type {PointerEvent} */ event) => {
    const apart = spread();
    Object.assign(finger, { x: event.clientX, y: event.clientY });
    if (fingers.size === 2) turn(0, 0, apart / spread());
  };
  const drag = (/** @type {Finger} */ finger, /** @type {PointerEvent} */ event) => {
    const [dx, dy] = [event.clientX - finger.x, event.clientY - finger.y];
    if (!finger.turns && (Math.abs(dx) < SLOP || Math.abs(dx) < Math.abs(dy))) return;
    // From one side of the scene to the other it is half a turn.
    const rate = finger.turns ? Math.PI / frame.clientWidth : 0;
    Object.assign(finger, { x: event.clientX, y: event.clientY, turns: true });
    turn(-rate * dx, rate * dy);
  };
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch") return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY, turns: false });
  });
  frame.addEventListener("pointermove", (event) => {
    const finger = fingers.get(event.pointerId);
    if (finger) (fingers.size > 1 ? pinch : drag)(finger, event);
  });
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
    frame.addEventListener(end, (event) => fingers.delete(event.pointerId));
  }
  for (const name of ["touchstart", "touchmove", "touchend"]) {
    const keep = (/** @type {Event} */ event) => event.stopPropagation();
    frame.addEventListener(name, keep, { capture: true, passive: true });
  }
}

/**
 * Let a scene's frame turn the scenes.
 * @param {HTMLElement} frame
 * @param {Turn} turn
 */
function takeGestures(frame, turn) {
  takeWheel(frame, turn);
  takeFingers(frame, turn);
}

export { takeGestures, zoomOf };
