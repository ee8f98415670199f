/* The atlas on the page: measured part by part, kept, and looked at without asking. Pure. */
/** @import { AtlasPart, AtlasState, Changes, Page, View } from "../model.d.ts" */
import { measuredKey } from "./view.mjs";

/** @param {AtlasState | null} atlas @param {AtlasPart} part */
const samePart = (atlas, part) => part.key === atlas?.key && part.part === atlas.next;

/** @type {Changes<"atlasBegun" | "atlasMeasured" | "atlasStopped">} */
export const atlasActions = {
  /* Begin anew, for what a view's atlas depends on. */
  atlasBegun: (state) => ({
    ...state,
    atlas: {
      key: measuredKey(/** @type {View} */ (state.view)),
      query: /** @type {string} */ (state.edit),
      rows: [],
      next: 0,
      parts: null,
      complete: false,
      stopped: false,
      measuring: false,
    },
  }),

  /* Some parts more, or none and what is to be measured; those that nobody waits for change nothing. */
  atlasMeasured(state, { part }) {
    const { atlas } = state;
    if (!atlas || !samePart(atlas, part)) return state;
    const { names, verdicts, dampings, parts, next, measuring } = part;
    const rows = [...atlas.rows, ...part.rows];
    // Of nothing there is nothing to say.
    const words = rows.length ? { names, verdicts, dampings } : {};
    const found = { parts, rows, next, measuring, complete: next === parts };
    return { ...state, atlas: { ...atlas, ...words, ...found } };
  },

  atlasStopped: (state, { stopped }) =>
    state.atlas ? { ...state, atlas: { ...state.atlas, stopped } } : state,
};
