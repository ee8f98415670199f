/* A preset opens through the controls; how the page looks stays as it is. */
window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.presets = {
  open(...values) {
    const { no_update: hold, callback_context: context } = window.dash_clientside;
    const [offer, query] = values.slice(-2);
    const chosen = offer?.[context.triggered_id];
    if (!chosen || !query) return hold;
    const next = new URLSearchParams(query);
    const edit = new URLSearchParams(chosen);
    // An offer is for one model and its choices.
    if (["model", "bias", "trim", "fit"].some((name) => edit.get(name) !== next.get(name))) return hold;
    next.set("op", edit.get("op"));
    next.delete("view");
    window.dash_clientside.set_props("page-go-store", {
      data: { query: next.toString(), at: Date.now() },
    });
    return hold;
  },
};
