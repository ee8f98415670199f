/* What has to be done before plotly's and Dash's own scripts run: a plain script, because modules
   run later. */
{
  // Dash waits for what it finds here, where it would ask for plotly itself, and late.
  const script = document.createElement("script");
  script.src = /** @type {HTMLLinkElement} */ (document.getElementById("plotly")).href;
  const loaded = new Promise((resolve) => {
    script.onload = resolve;
  });
  document.body.append(script);
  Object.assign(window, { Plotly: loaded });

  // Dash brings methods of its own for browsers of long ago; main.mjs puts these back, which are
  // faster.
  window.natives = [String, Array, Object.getPrototypeOf(Int8Array)].map(({ prototype }) => [
    prototype,
    Object.getOwnPropertyDescriptors(prototype),
  ]);

  // plotly measures letters by reading a canvas back again and again: a context that says so in
  // advance is faster, and keeps Chromium's warning out of the console.
  /** @type {(this: HTMLCanvasElement, kind: string, options?: object) => RenderingContext | null} */
  const original = HTMLCanvasElement.prototype.getContext;
  /** @this {HTMLCanvasElement} @param {string} kind @param {object} [options] */
  function getContext(kind, options) {
    const hinted = kind === "2d" ? { willReadFrequently: true, ...options } : options;
    return original.call(this, kind, hinted);
  }
  Object.assign(HTMLCanvasElement.prototype, { getContext });
}
