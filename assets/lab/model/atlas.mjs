/* The atlas on the page: measured part by part, kept, and looked at without asking. Pure. */
/** @import { AtlasPart, AtlasState, Changes, View } from "../model.d.ts" */
import { atlasKey } from "./view.mjs";

/** @param {AtlasState | null} atlas @param {AtlasPart} part @returns {atlas is AtlasState} */
const samePart = (atlas, part) => part.key === atlas?.key && part.part === atlas.next;

/** @type {Changes<"atlasBegun" | "atlasMeasured" | "atlasStopped">} */
export const atlasActions = {
  /* Begin anew, for what a view's atlas depends on; there is a view by then. */
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
    },
  }),

  /* One part more; one that nobody waits for changes nothing. */
  atlasMeasured(state, { part }) {
    const { atlas } = state;
    if (!samePart(atlas, part)) return state;
    const next = part.part + 1;
    const { names, verdicts, dampings, parts } = part;
    const rows = [...atlas.rows, ...part.rows];
    return {
      ...state,
      atlas: { ...atlas, names, verdicts, dampings, parts, rows, next, complete: next === parts },
    };
  },

  atlasStopped: (state, { stopped }) =>
    state.atlas ? { ...state, atlas: { ...state.atlas, stopped } } : state,
};
