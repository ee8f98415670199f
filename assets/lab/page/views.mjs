/* Which view is on the page, in which mode and theme: said by attributes of the root element, which
   the style sheets follow. Views stay mounted, because a scene that is mounted again loses its camera. */
/** @import { View } from "../model.d.ts" */
import { setProps } from "../dash.mjs";
import { lab } from "../model/store.mjs";
import { IDS, VIEW } from "../names.mjs";
import { recall } from "./memory.mjs";
import { onBuilt } from "./tabs.mjs";

const root = document.documentElement;
/**
 * Another one of these arranges the page anew; a step of the story has a bar that takes room.
 * @type {(keyof View)[]}
 */
const ARRANGED = ["view", "scenes", "present", "embed", "tab", "full", "side", "story"];

/* Graphs take the size of their place when the window says that it changed. */
export const resized = () =>
  requestAnimationFrame(() =>
    requestAnimationFrame(() => window.dispatchEvent(new Event("resize"))),
  );

/** @param {Omit<View, "view"> & { view: string }} view as answered, or as a link says */
function show(view) {
  const { scheme } = lab.get();
  root.dataset.view = view.view;
  root.classList.toggle("overlay", view.scenes === "overlay");
  root.dataset.tab = view.tab;
  root.dataset.side = view.side;
  root.toggleAttribute("data-full", view.full);
  root.toggleAttribute("data-pinned", view.sample !== null);
  root.toggleAttribute("data-embed", view.embed);
  root.toggleAttribute("data-present", view.present && !view.embed);
  // This runs before the body is there, too.
  if (document.body) document.body.dataset.agThemeMode = scheme;
}

/* Before anything is answered, so that another view does not flash. */
const given = new URLSearchParams(window.location.search);
show({
  ...VIEW,
  view: given.get("view") ?? VIEW.view,
  embed: given.get("embed") === "1",
  present: given.get("present") === "1",
});

lab.subscribe(({ view }, before) => {
  if (!view || view === before.view) return;
  show(view);
  if (ARRANGED.some((name) => view[name] !== before.view?.[name])) resized();
  if (view.view !== before.view?.view) window.scrollTo(0, 0);
});

/* The theme that the person chose, where the kit keeps it, before the kit itself is there. */
const chosen = recall("mantine-color-scheme-value") ?? "auto";
if (["light", "dark"].includes(chosen)) root.dataset.mantineColorScheme ??= chosen;

/* The toggle's own property is not told apart from "auto", so the page's attribute is watched. */
function readScheme() {
  const scheme = root.dataset.mantineColorScheme === "dark" ? "dark" : "light";
  lab.dispatch({ type: "themed", scheme });
}
new MutationObserver(readScheme).observe(root, { attributeFilter: ["data-mantine-color-scheme"] });

/* Figures that the server draws are built light. */
let drawnIn = "light";
function retheme() {
  const { scheme } = lab.get();
  document.body.dataset.agThemeMode = scheme;
  if (scheme === drawnIn) return;
  drawnIn = scheme;
  setProps(IDS.SCHEME_STORE, { data: scheme });
}

onBuilt(() => {
  retheme();
  lab.subscribe(retheme);
});
readScheme();
