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

  resetCameras() {
    window.sceneCameras.reset();
    return window.dash_clientside.no_update;
  },
};
