/* The Projector has drawn all its points, and says no longer what it is doing. What it draws for the
   pointer to find goes into a buffer of its own and does not count; nor does what it draws before,
   which has no points. */
(() => {
  const LEAST = 10_000;
  let isDrawn = false;
  const { prototype } = window.WebGL2RenderingContext;
  const { drawArrays } = prototype;
  prototype.drawArrays = function (mode, first, count) {
    const isShown = this.getParameter(this.FRAMEBUFFER_BINDING) === null;
    if (mode === this.POINTS && count >= LEAST && isShown) isDrawn = true;
    return drawArrays.call(this, mode, first, count);
  };
  function* inside(root) {
    for (const element of root.querySelectorAll("*")) {
      yield element;
      if (element.shadowRoot) yield* inside(element.shadowRoot);
    }
  }
  const isBusy = () => {
    const dialog = inside(document).find(({ id }) => id === "notification-dialog");
    return !dialog || getComputedStyle(dialog).display !== "none";
  };
  window.isOpen = () => isDrawn && !isBusy();
})();
