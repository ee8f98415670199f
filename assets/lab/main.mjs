/* The page's own program: everything it needs, and the functions that Dash calls.

   motion (sums) <- figures (what is drawn) <- stage (draws it) and page (controls, questions) <- here;
   all of them look at the one state in model. Dash's renderer is started once this module is there
   (components/document.py). */
import "./stage/canvas.mjs";
import "./page/access.mjs";
import "./page/atlas-keys.mjs";
import "./page/buttons.mjs";
import "./page/collateral.mjs";
import "./page/methods.mjs";
import "./page/dismiss.mjs";
import "./page/glossary.mjs";
import "./page/jobs.mjs";
import "./page/matrices.mjs";
import "./page/modes.mjs";
import "./page/plan.mjs";
import "./page/print.mjs";
import "./page/renewed.mjs";
import "./page/take-home.mjs";
import "./page/views.mjs";
import "./page/whole.mjs";
import "./stage/band.mjs";
import "./stage/circle-dots.mjs";
import "./stage/hand.mjs";
import "./stage/legend.mjs";
import "./stage/live.mjs";
import "./stage/pin.mjs";
import "./stage/scene-keys.mjs";
import "./stage/settle.mjs";
import "./stage/twin-labels.mjs";
import { openFirst } from "./page/address.mjs";
import { asking } from "./page/asking.mjs";
import { atlas } from "./page/atlas.mjs";
import { controls } from "./page/controls.mjs";
import { curve } from "./page/curve.mjs";
import { many } from "./page/many.mjs";
import { models } from "./page/models.mjs";
import { narrow } from "./page/narrow.mjs";
import { own } from "./page/own.mjs";
import { planner } from "./page/planner.mjs";
import { ranking } from "./page/ranking.mjs";
import { share } from "./page/share.mjs";
import { shortcuts } from "./page/shortcuts.mjs";
import { story } from "./page/story.mjs";
import { tabs } from "./page/tabs.mjs";

window.dash_clientside = Object.assign(window.dash_clientside ?? {}, {
  asking,
  atlas,
  controls,
  curve,
  many,
  models,
  narrow,
  own,
  planner,
  ranking,
  share,
  shortcuts,
  story,
  tabs,
});

openFirst();

/* What Dash's own scripts have done by the time that it begins. */
export function begin() {
  for (const [owner, methods] of window.natives) Object.defineProperties(owner, methods);
}
