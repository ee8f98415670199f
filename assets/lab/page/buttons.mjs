/* Buttons that change the view, and what each does. */
import { lab } from "../model/store.mjs";
import { IDS, NOTEBOOK } from "../names.mjs";
import { sceneCameras } from "../stage/cameras.mjs";
import { play, stand } from "../stage/play.mjs";
import { linkOf } from "./address.mjs";

const set = (changes, more = {}) => lab.dispatch({ type: "set", changes, ...more });

const CLOSER = 0.85;

const ACTIONS = {
  [IDS.EMBEDDING_RESET]: () => sceneCameras.reset(),
  [IDS.ZOOM_IN]: () => sceneCameras.turn(0, 0, CLOSER),
  [IDS.ZOOM_OUT]: () => sceneCameras.turn(0, 0, 1 / CLOSER),
  [IDS.EMBEDDING_PLAY]: () => play(),
  [IDS.PRESENT_BUTTON]: () => set({ present: !lab.get().view.present }),
  [IDS.SWAP_BUTTON]: () => set({ classes: [...lab.get().view.classes].reverse() }),
  [IDS.BELOW_OPEN]: () => set({ full: !lab.get().view.full }),
  [IDS.SAMPLES_UNPIN]: () => set({ sample: null }),
  [IDS.NOTEBOOK_BUTTON]: () => set(NOTEBOOK),
  [IDS.DEFAULT_BUTTON]: () => lab.dispatch({ type: "opened", query: "", over: ownOf() }),
};

/* What stays with the person when another view is opened. */
export function ownOf() {
  const { points, present, embed, story } = lab.get().view;
  return { points, present, embed, story };
}

document.addEventListener("click", (event) => {
  const action = ACTIONS[event.target.closest?.("button")?.id];
  if (!action || !lab.get().view) return;
  if (lab.get().grasped) stand();
  action();
});

/* The way out of an embedded view. */
lab.subscribe(({ view }, before) => {
  if (!view || view === before.view) return;
  document.getElementById(IDS.LAB_LINK)?.setAttribute("href", linkOf({ ...view, embed: false }));
});
