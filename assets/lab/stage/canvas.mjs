/* plotly.js measures the letters of 3-D text by reading a canvas back again and again. A context
   that says so in advance is faster, and keeps Chromium's warning out of the console. */
/** @type {(this: HTMLCanvasElement, kind: string, options?: object) => RenderingContext | null} */
const original = HTMLCanvasElement.prototype.getContext;
/** @this {HTMLCanvasElement} @param {string} kind @param {object} [options] */
function getContext(kind, options) {
  const hinted = kind === "2d" ? { willReadFrequently: true, ...options } : options;
  return original.call(this, kind, hinted);
}
Object.assign(HTMLCanvasElement.prototype, { getContext });
