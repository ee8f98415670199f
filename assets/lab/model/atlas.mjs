/* The atlas on the page: measured part by part, kept, and looked at without asking. Pure. */
/** @import { AtlasPart, AtlasState, Changes, Page, View } from "../model.d.ts" */
import { atlasKey } from "./view.mjs";

/** @param {AtlasState | null} atlas @param {AtlasPart} part */
const samePart = (atlas, part) => part.key === atlas?.key && part.part === atlas.next;

/** @param {Page} state @param {{ stopped?: boolean, slow?: boolean }} changes @returns {Page} */
const changed = (state, changes) =>
  state.atlas ? { ...state, atlas: { ...state.atlas, ...changes } } : state;

/** @type {Changes<"atlasBegun" | "atlasMeasured" | "atlasStopped" | "atlasSlow">} */
export const atlasActions = {
  /* Begin anew, for what a view's atlas depends on. */
  atlasBegun: (state) => ({
    ...state,
    atlas: {
      key: atlasKey(/** @type {View} */ (state.view)),
      query: /** @type {string} */ (state.edit),
      rows: [],
      next: 0,
      parts: null,
      complete: false,
      stopped: false,
      slow: false,
    },
  }),

  /* Some parts more; those that nobody waits for change nothing. */
  atlasMeasured(state, { part }) {
    const { atlas } = state;
    if (!atlas || !samePart(atlas, part)) return state;
    const { names, verdicts, dampings, parts, next } = part;
    const rows = [...atlas.rows, ...part.rows];
    const complete = next === parts;
    // An answer that is not the whole took its time.
    const found = { names, verdicts, dampings, parts, rows, next, complete, slow: !complete };
    return { ...state, atlas: { ...atlas, ...found } };
  },

  atlasStopped: (state, { stopped }) => changed(state, { stopped }),
  /* It was not measured before, and takes its time. */
  atlasSlow: (state, { key }) =>
    state.atlas?.key === key && !state.atlas.complete ? changed(state, { slow: true }) : state,
};
