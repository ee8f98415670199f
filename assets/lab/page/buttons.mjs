/* Buttons that change the view, and what each does. */
/** @import { Over, View } from "../model.d.ts" */
import { lab } from "../model/store.mjs";
import { IDS, NOTEBOOK, SHIPPED } from "../names.mjs";
import { sceneCameras } from "../stage/cameras.mjs";
import { play, stand } from "../stage/play.mjs";
import { linkOf } from "./address.mjs";
import { buttonIdOf } from "./events.mjs";

/** @param {Partial<View>} changes */
const set = (changes) => lab.dispatch({ type: "set", changes });

const CLOSER = 0.85;

/* Nobody is led out of a model of their own. */
/** @param {string} model */
const homeOf = (model) =>
  SHIPPED.includes(model) ? "" : new URLSearchParams({ model }).toString();

/** @param {string} model */
function openNotebook(model) {
  const { model: theirs, ...choices } = NOTEBOOK;
  const changes = SHIPPED.includes(model) && theirs ? NOTEBOOK : choices;
  // The notebook's two classes may be none of one's own model, which then has others.
  lab.dispatch({ type: "set", changes, chosen: changes === NOTEBOOK });
}

/** @type {Record<string, (view: View) => void>} */
const ACTIONS = {
  [IDS.EMBEDDING_RESET]: () => sceneCameras.reset(),
  [IDS.ZOOM_IN]: () => sceneCameras.turn(0, 0, CLOSER),
  [IDS.ZOOM_OUT]: () => sceneCameras.turn(0, 0, 1 / CLOSER),
  [IDS.EMBEDDING_PLAY]: () => play(),
  [IDS.PRESENT_BUTTON]: ({ present }) => set({ present: !present }),
  [IDS.SWAP_BUTTON]: ({ classes }) => set({ classes: classes.toReversed() }),
  [IDS.BELOW_OPEN]: ({ full }) => {
    set({ full: !full });
    // What was opened is what one wants to see.
    if (!full) requestAnimationFrame(() => document.querySelector(".below")?.scrollIntoView());
  },
  [IDS.SAMPLES_UNPIN]: () => set({ sample: null }),
  [IDS.NOTEBOOK_BUTTON]: ({ model }) => openNotebook(model),
  [IDS.DEFAULT_BUTTON]: (view) =>
    lab.dispatch({ type: "opened", query: homeOf(view.model), over: ownOf(view) }),
};

/** What stays with the person when another view is opened. @param {View} view @returns {Over} */
export function ownOf({ points, present, embed, story }) {
  return { points, present, embed, story };
}

document.addEventListener("click", (event) => {
  const action = ACTIONS[buttonIdOf(event)];
  const { view, grasped } = lab.get();
  if (!action || !view) return;
  if (grasped) stand();
  action(view);
});

/* The way out of an embedded view. */
lab.subscribe(({ view }, before) => {
  if (!view || view === before.view) return;
  document.getElementById(IDS.LAB_LINK)?.setAttribute("href", linkOf({ ...view, embed: false }));
});
