/* Where plotly.js draws letters before it makes a mesh of them. It measures them by reading a canvas
   back again and again: a context that says so in advance is faster, and keeps Chromium's warning
   out of the console. And the marks of its scenes are letters too, of whatever font a browser has
   for them, so that circles came out twice as large in one browser as in the next: they are drawn
   here, the same everywhere. */

/** @type {(this: HTMLCanvasElement, kind: string, options?: object) => RenderingContext | null} */
const original = HTMLCanvasElement.prototype.getContext;
/** @this {HTMLCanvasElement} @param {string} kind @param {object} [options] */
function getContext(kind, options) {
  const hinted = kind === "2d" ? { willReadFrequently: true, ...options } : options;
  return original.call(this, kind, hinted);
}
Object.assign(HTMLCanvasElement.prototype, { getContext });

// In the size of the letters; a diamond covers about as much as a circle.
const RADIUS = 0.225;
const HALF = 0.29;
const RIM = 0.06;
/** @type {Record<string, (path: Path2D) => void>} */
const MARKS = {
  "●": (path) => path.arc(0, 0, RADIUS, 0, 2 * Math.PI),
  "○": (path) => {
    path.arc(0, 0, RADIUS, 0, 2 * Math.PI);
    path.arc(0, 0, RADIUS - RIM, 0, 2 * Math.PI, true);
  },
  "◆": (path) => {
    path.moveTo(0, -HALF);
    path.lineTo(HALF, 0);
    path.lineTo(0, HALF);
    path.lineTo(-HALF, 0);
  },
};

const { fillText } = CanvasRenderingContext2D.prototype;
/**
 * @this {CanvasRenderingContext2D}
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {number[]} rest
 */
function fillMark(text, x, y, ...rest) {
  const size = Number(/([\d.]+)px/.exec(this.font)?.[1]);
  // plotly ends whatever it writes with a line break.
  const mark = MARKS[text.trim()];
  if (!mark || !size) {
    fillText.call(this, text, x, y, ...rest);
    return;
  }
  const path = new Path2D();
  mark(path);
  this.save();
  // In the middle of what a letter takes, on the line that it stands on.
  this.translate(x + size * 0.3, y - size * 0.3);
  this.scale(size, size);
  this.fill(path);
  this.restore();
}
Object.assign(CanvasRenderingContext2D.prototype, { fillText: fillMark });
