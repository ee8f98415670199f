/* What is not seen at first: built once, and asked for its figures when it is there. */
import { hold } from "../dash.mjs";

export const later = {
  want(view, painted, wanted) {
    const isSeen = painted || view !== "pair";
    return isSeen && !wanted ? true : hold();
  },

  follow: (panels, painted) => (panels && painted) || hold(),
};
