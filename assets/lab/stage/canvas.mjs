/* plotly's marks in scenes are letters, of whatever font a browser has for them, so that circles came
   out twice as large in one browser as in the next: they are drawn here, the same everywhere. */

// In the size of the letters; a diamond covers about as much as a circle.
const RADIUS = 0.225;
// plotly makes triangles of each mark: a circle of this many corners has half as many as a round
// one, covers as much, and is round in the few pixels that it has.
const CORNERS = 8;
const CORNER = RADIUS * Math.sqrt((2 * Math.PI) / CORNERS / Math.sin((2 * Math.PI) / CORNERS));
const HALF = 0.29;
const RIM = 0.06;
/** @type {Record<string, (path: Path2D) => void>} */
const MARKS = {
  "●": (path) => {
    for (let corner = 0; corner < CORNERS; corner += 1) {
      const angle = ((2 * corner + 1) * Math.PI) / CORNERS;
      path.lineTo(CORNER * Math.cos(angle), CORNER * Math.sin(angle));
    }
  },
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
