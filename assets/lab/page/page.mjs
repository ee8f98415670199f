/* The address bar: the view is in the query, so a copied link opens the same view. */
import { hold, setProps } from "../dash.mjs";
import { sceneCameras } from "../stage/cameras.mjs";
import { withLook } from "./atlas.mjs";

export const page = {
  /* The link that is given back leaves an embedded view for the whole lab. */
  writeAddress(query) {
    if (!query) return hold();
    const { origin, pathname, hash } = window.location;
    const address = `${pathname}?${withLook(query)}${hash}`;
    window.history.replaceState(window.history.state, "", address);
    return `${origin}${address.replace("&embed=1", "")}`;
  },

  /* The scheme that the page has, once anything is shown; later changes come from below. */
  readScheme(_, known) {
    const scheme = document.documentElement.dataset.mantineColorScheme;
    document.body.dataset.agThemeMode = scheme;
    return scheme === known ? hold() : scheme;
  },

  /* Views stay mounted, because a 3-D scene that is mounted again loses its camera. */
  showView(view) {
    requestAnimationFrame(() => window.dispatchEvent(new Event("resize")));
    return ["pair", "atlas", "models"].map((name) => (name === view ? "" : "away"));
  },

  resetCameras() {
    sceneCameras.reset();
    return hold();
  },
};

/* The toggle's own property is not told apart from "auto", so the page's attribute is watched. It is
   also set while the page starts, and what is no change needs no drawing. */
let last = document.documentElement.dataset.mantineColorScheme;
new MutationObserver(() => {
  const scheme = document.documentElement.dataset.mantineColorScheme;
  document.body.dataset.agThemeMode = scheme;
  if (last !== undefined && scheme !== last) {
    setProps("page-scheme-store", { data: scheme });
  }
  last = scheme;
}).observe(document.documentElement, { attributeFilter: ["data-mantine-color-scheme"] });
