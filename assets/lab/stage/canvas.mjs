/* plotly.js measures the letters of 3-D text by reading a canvas back again and again. A context
   that says so in advance is faster, and keeps Chromium's warning out of the console. */
const original = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function getContext(kind, options) {
  const hinted = kind === "2d" ? { willReadFrequently: true, ...options } : options;
  return original.call(this, kind, hinted);
};
