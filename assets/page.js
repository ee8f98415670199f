/* The address bar: the view is in the query, so a copied link opens the same view. */
window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.page = {
  writeAddress(query) {
    if (!query) return window.dash_clientside.no_update;
    const { origin, pathname, hash } = window.location;
    const address = `${pathname}?${query}${hash}`;
    window.history.replaceState(window.history.state, "", address);
    return `${origin}${address}`;
  },

  /* The scheme that the page has, once anything is shown; later changes come from below. */
  readScheme(_, known) {
    const scheme = document.documentElement.dataset.mantineColorScheme;
    return scheme === known ? window.dash_clientside.no_update : scheme;
  },

  resetCameras() {
    window.sceneCameras.reset();
    return window.dash_clientside.no_update;
  },
};

/* The toggle's own property is not told apart from "auto", so the page's attribute is watched. */
new MutationObserver(() => {
  const scheme = document.documentElement.dataset.mantineColorScheme;
  window.dash_clientside.set_props?.("page-scheme-store", { data: scheme });
}).observe(document.documentElement, { attributeFilter: ["data-mantine-color-scheme"] });
