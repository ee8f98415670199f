/* The address bar: the view is in the query, so a copied link opens the same view. */
window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.page = {
  /* The link that is given back leaves an embedded view for the whole lab. */
  writeAddress(query) {
    if (!query) return window.dash_clientside.no_update;
    const { origin, pathname, hash } = window.location;
    const address = `${pathname}?${window.labAtlasQuery(query)}${hash}`;
    window.history.replaceState(window.history.state, "", address);
    return `${origin}${address.replace("&embed=1", "")}`;
  },

  /* The scheme that the page has, once anything is shown; later changes come from below. */
  readScheme(_, known) {
    const scheme = document.documentElement.dataset.mantineColorScheme;
    document.body.dataset.agThemeMode = scheme;
    return scheme === known ? window.dash_clientside.no_update : scheme;
  },

  /* Views stay mounted, because a 3-D scene that is mounted again loses its camera. */
  showView(view) {
    requestAnimationFrame(() => window.dispatchEvent(new Event("resize")));
    return ["pair", "atlas", "models"].map((name) => (name === view ? "" : "away"));
  },

  resetCameras() {
    window.sceneCameras.reset();
    return window.dash_clientside.no_update;
  },
};

/* The toggle's own property is not told apart from "auto", so the page's attribute is watched. It is
   also set while the page starts, and what is no change needs no drawing. */
(() => {
  let last = document.documentElement.dataset.mantineColorScheme;
  new MutationObserver(() => {
    const scheme = document.documentElement.dataset.mantineColorScheme;
    document.body.dataset.agThemeMode = scheme;
    if (last !== undefined && scheme !== last) {
      window.dash_clientside.set_props?.("page-scheme-store", { data: scheme });
    }
    last = scheme;
  }).observe(document.documentElement, { attributeFilter: ["data-mantine-color-scheme"] });
})();
