/* The story on the page: what was told of it, and what one had before it began. Pure. */
/** @import { Changes, Page, View } from "../model.d.ts" */
import { OWN } from "./view.mjs";

/** @type {Changes<"storyHeard" | "storyBegun" | "storyEnded">} */
export const storyActions = {
  /* What the server has told so far: how far it has measured, the steps, or why there are none. */
  storyHeard: (state, { told }) => ({ ...state, story: { ...state.story, told } }),

  /* The view that is left for the story, to come back to: the first, whichever step is told by now. */
  storyBegun(state) {
    if (state.story?.home) return state;
    return { ...state, story: { ...state.story, home: state.view } };
  },

  /* What was left is forgotten: another story, opened by its link, has nothing to come back to. */
  storyEnded: (state) => ({ ...state, story: { ...state.story, home: null } }),
};

/**
 * The changes that lead back to what one had; none where the story was opened by its link.
 * @param {Page} state
 * @returns {Partial<View>}
 */
export function homeOf({ story }) {
  const home = Object.entries(story?.home ?? {}).filter(([name]) => !OWN.includes(name));
  return { ...Object.fromEntries(home), story: 0 };
}

/** @param {string} query @param {string[]} left */
const sorted = (query, left) => {
  const view = new URLSearchParams(query);
  for (const name of left) view.delete(name);
  view.sort();
  return view.toString();
};

/** Whether two links show the same, whatever is a person's. @param {string} one @param {string} other */
export const showSame = (one, other) => {
  const left = [...OWN, "sample", "story"];
  return sorted(one, left) === sorted(other, left);
};

/** The edit of a link. @param {string} query */
export const editOf = (query) => {
  const view = new URLSearchParams(query);
  return `${view.get("model")}|${view.get("op")}`;
};
