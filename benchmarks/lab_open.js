/* All of our page's first screen is there: both scenes (scenes_open.js, which comes before), both
   circles and the verdict, and nothing that is shown waits for an answer. */
(() => {
  const areScenesOpen = window.isOpen;
  window.isOpen = () => {
    if (!areScenesOpen()) return false;
    // A canvas is there once samples are painted on it.
    const circles = document.querySelectorAll(".circle > canvas.dots");
    const { dataset } = document.documentElement;
    return (
      circles.length === 2 &&
      [...circles].every(({ width, height }) => width && height) &&
      document.querySelector(".verdict-sentence") !== null &&
      "drawn" in dataset &&
      !("stale" in dataset)
    );
  };
})();
