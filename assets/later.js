/* What is not seen at first: built once, and asked for its figures when it is there. */
window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.later = {
  want(view, painted, wanted) {
    const isSeen = painted || view !== "pair";
    return isSeen && !wanted ? true : window.dash_clientside.no_update;
  },

  follow: (panels, painted) => (panels && painted) || window.dash_clientside.no_update,
};
