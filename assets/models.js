/* The models view asks for one model after the other. */
window.dash_clientside = window.dash_clientside || {};
(() => {
  const hold = () => window.dash_clientside.no_update;
  const askModel = (asked) =>
    window.dash_clientside.set_props("models-request-store", { data: asked });

  window.dash_clientside.models = {
    /* One model after the other, while the view is open. */
    ask(query, row, rows) {
      if (!query || new URLSearchParams(query).get("view") !== "models") return hold();
      const given = new URLSearchParams(query);
      const key = ["op", "bias", "trim", "fit", "model"].map((name) => given.get(name)).join("|");
      if (rows?.key !== key) {
        askModel({ key, query, index: 0 });
        return { key, rows: [], models: null };
      }
      if (row?.key !== key || row.index !== rows.rows.length) return hold();
      const next = row.index + 1;
      if (next < row.models) askModel({ key, query, index: next });
      return { key, rows: [...rows.rows, row], models: row.models };
    },
  };
})();
