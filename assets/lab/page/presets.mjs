/* A preset opens through the controls; how the page looks stays as it is. */
import { hold, setProps, triggered } from "../dash.mjs";

export const presets = {
  open(...values) {
    const [offer, query] = values.slice(-2);
    const chosen = offer?.[triggered()];
    if (!chosen || !query) return hold();
    const next = new URLSearchParams(query);
    const edit = new URLSearchParams(chosen);
    // An offer is for one model and its choices.
    if (["model", "bias", "trim", "fit"].some((name) => edit.get(name) !== next.get(name))) return hold();
    next.set("op", edit.get("op"));
    next.delete("view");
    setProps("page-go-store", {
      data: { query: next.toString(), at: Date.now() },
    });
    return hold();
  },
};
