/* The planner on the page: one step after the other, while nobody stopped it. Pure. */
/** @import { Changes } from "../model.d.ts" */

const BY_HAND = "Stopped.";

/** @type {Changes<"plannerBegun" | "plannerStopped" | "plannerStepped">} */
export const plannerActions = {
  plannerBegun: (state, { key, query, groups, most }) => ({
    ...state,
    planner: { key, query, groups, most, steps: [], stopped: "", running: true },
  }),

  plannerStopped: (state) =>
    state.planner?.running
      ? { ...state, planner: { ...state.planner, running: false, stopped: BY_HAND } }
      : state,

  /* One step more, or the sentence that there is none; one that nobody waits for changes nothing. */
  plannerStepped(state, { step }) {
    const { planner } = state;
    if (!planner?.running || step.key !== planner.key) return state;
    if (step.stopped) {
      return { ...state, planner: { ...planner, running: false, stopped: step.stopped } };
    }
    if (step.step !== planner.steps.length + 1) return state;
    const steps = [...planner.steps, step];
    return { ...state, planner: { ...planner, steps, running: !step.complete } };
  },
};
