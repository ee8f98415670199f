/* The page's own program: everything it needs, and the client-side callbacks that Dash may call.

   Dash's renderer is started by the page once this module is there (weight_surgery/app.py). */
import "./stage/canvas.mjs";
import "./page/connection.mjs";
import "./page/access.mjs";
import "./page/atlas-keys.mjs";
import "./stage/scene-keys.mjs";
import "./stage/states.mjs";
import "./stage/twin-labels.mjs";
import { atlas } from "./page/atlas.mjs";
import { later } from "./page/later.mjs";
import { models } from "./page/models.mjs";
import { modes } from "./page/modes.mjs";
import { narrow } from "./page/narrow.mjs";
import { page } from "./page/page.mjs";
import { presets } from "./page/presets.mjs";
import { share } from "./page/share.mjs";
import { shortcuts } from "./page/shortcuts.mjs";
import { story } from "./page/story.mjs";
import { samples } from "./stage/samples-callbacks.mjs";
import { spotlight } from "./stage/spotlight.mjs";

window.dash_clientside = Object.assign(window.dash_clientside ?? {}, {
  atlas,
  later,
  models,
  modes,
  narrow,
  page,
  presets,
  samples,
  share,
  shortcuts,
  spotlight,
  story,
});
