/* What stands below the stage: asked for when its panel is on screen, which on a wide one two are, once
   the samples are painted, so that nothing stands in their way. */
/** @import { View } from "../model.d.ts" */
/** @import { Motion } from "../types.d.ts" */
import { setProps } from "../dash.mjs";
import { lab } from "../model/store.mjs";
import { whenMounted } from "../mounted.mjs";
import { IDS, TABS } from "../names.mjs";
import { onDrawn, shown } from "../stage/samples.mjs";

/** The last question of each tab. @type {Record<string, string>} */
const asked = {};
/** @type {(() => void)[]} */
const waiting = [];
let built = false;
let wanted = false;

/** @param {string} tab */
const isOnScreen = (tab) => {
  const panel = document.getElementById(`${IDS.BELOW_TABS}-panel-${tab}`);
  if (!panel?.checkVisibility({ visibilityProperty: true })) return false;
  const { height, top } = panel.getBoundingClientRect();
  return height > 0 && top < window.innerHeight;
};

/* The rest of the page is built once the samples are painted, or another view is opened. */
function wantRest() {
  const { view } = lab.get();
  if (wanted || !view || !(shown() || view.view !== "pair")) return;
  wanted = true;
  whenMounted(() => setProps(IDS.WANTED_STORE, { data: true }));
}

function consider() {
  wantRest();
  const { view, edit, motion, marked } = lab.get();
  if (!built || !view || !motion || !edit || shown()?.reads.edit !== edit) return;
  if (view.view !== "pair") return;
  for (const [tab, store] of Object.entries(TABS)) {
    if (!isOnScreen(tab)) continue;
    const question = tab === "samples" ? samplesQuestion(view, edit, motion, marked) : edit;
    const text = JSON.stringify(question);
    if (asked[tab] === text) continue;
    asked[tab] = text;
    setProps(store, { data: question });
  }
}

/** @type {(view: View, edit: string, motion: Motion, marked: number[]) => object} */
const samplesQuestion = ({ sample }, edit, { data }, marked) => ({ edit, sample, data, marked });

let due = 0;
const soon = () => {
  cancelAnimationFrame(due);
  due = requestAnimationFrame(consider);
};

onDrawn(soon);
lab.subscribe(soon);
document.addEventListener("scroll", soon, { passive: true });
window.addEventListener("resize", soon);

/** Do something once all of the page is there. @param {() => void} then */
export function onBuilt(then) {
  if (built) then();
  else waiting.push(then);
}

export const tabs = {
  /** Dash has built the rest of the page. @param {unknown} children */
  built(children) {
    if (!children) return;
    built = true;
    for (const then of waiting.splice(0)) then();
    soon();
  },
};
