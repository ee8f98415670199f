/* The models view on the page: one row a model, measured one after the other. Pure. */
/** @import { Changes } from "../model.d.ts" */

/** @type {Changes<"modelsBegun" | "modelsStopped" | "modelMeasured">} */
export const modelsActions = {
  modelsBegun: (state, { key }) => ({
    ...state,
    models: { key, rows: [], total: null, stopped: false },
  }),

  /* Measured on only while nobody stopped it. */
  modelsStopped(state, { stopped }) {
    return state.models ? { ...state, models: { ...state.models, stopped } } : state;
  },

  /* One row more; one that nobody waits for changes nothing. */
  modelMeasured(state, { row }) {
    const { models } = state;
    if (row.key !== models?.key || row.index !== models.rows.length) return state;
    return { ...state, models: { ...models, rows: [...models.rows, row], total: row.models } };
  },
};
