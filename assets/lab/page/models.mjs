/* The models view asks for one model after the other. */
import { hold, setProps } from "../dash.mjs";

const askModel = (asked) =>
  setProps("models-request-store", { data: asked });

export const models = {
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
