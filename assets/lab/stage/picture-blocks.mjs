/* What a picture of a view is stacked from: each block knows its height before it is drawn. */
import { leastOf, mostOf } from "../motion/extremes.mjs";

/** @typedef {ReturnType<typeof sheetOf>} Sheet */
/** @typedef {{ height: number, draw: (x: number, y: number) => void }} Block */
/**
 * A name over a figure, and the figure.
 * @typedef {{ text: string, x: number, y: number, wide: number, size: number, weight: string,
 *   color: string }} Name
 * @typedef {object} Drawn
 * @property {HTMLImageElement} image
 * @property {number} width
 * @property {number} height
 * @property {string} title
 * @property {(pen: CanvasRenderingContext2D) => void} over what the page draws over the image
 * @property {Name[]} names
 */
const GAP = 12;
// What a title takes above its figure, and what a name at the figure's foot keeps free below it.
const [ABOVE, BELOW] = [26, 10];
/** @param {Element | null | undefined} element */
const wordsOf = (element) => element?.textContent.trim() ?? "";

/**
 * Everything that blocks share: where they are drawn, how wide, in which colors and letters.
 * @param {CanvasRenderingContext2D} pen
 * @param {number} width
 */
function sheetOf(pen, width) {
  const style = getComputedStyle(document.documentElement);
  const color = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
  const family = getComputedStyle(document.body).fontFamily;
  return {
    pen,
    width,
    font: (/** @type {number} */ size, /** @type {number | string} */ weight) =>
      `${weight} ${size}px ${family}`,
    ink: color("ink"),
    soft: color("ink-soft"),
    line: color("line"),
    ground: color("surface"),
  };
}

/**
 * @param {Sheet} sheet
 * @param {string} words
 * @param {number} size
 * @returns {Block}
 */
function text({ pen, width, font, soft }, words, size, weight = 400, color = soft) {
  const step = Math.round(size * 1.42);
  const said = font(size, weight);
  pen.font = said;
  const rows = [""];
  // A link has no spaces to break at.
  for (const word of words.split(/(?<=[\s&])/)) {
    const longer = rows.at(-1) + word;
    if (pen.measureText(longer.trim()).width <= width) rows[rows.length - 1] = longer;
    else rows.push(word);
  }
  const draw = (/** @type {number} */ x, /** @type {number} */ y) => {
    Object.assign(pen, { font: said, fillStyle: color, textBaseline: "top", textAlign: "left" });
    rows.forEach((row, at) => pen.fillText(row, x, y + at * step + 2));
  };
  return { height: words ? rows.length * step : 0, draw };
}

/** @param {Sheet} sheet @returns {Block} */
function rule({ pen, width, line }) {
  const draw = (/** @type {number} */ x, /** @type {number} */ y) => {
    pen.fillStyle = line;
    pen.fillRect(x, y + GAP, width, 1);
  };
  return { height: 2 * GAP + 1, draw };
}

/**
 * Words in rows that are as wide at most; only what has no space in it is cut.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} words
 * @param {number} width
 */
function rowsOf(pen, words, width) {
  const rows = [""];
  for (const word of words.split(" ")) {
    const longer = `${rows.at(-1)} ${word}`.trimStart();
    if (pen.measureText(longer).width <= width || !rows.at(-1)) rows[rows.length - 1] = longer;
    else rows.push(word);
  }
  return rows;
}

/**
 * A name over a figure, in the rows that it has on the page.
 * @param {Sheet} sheet
 * @param {Name} name
 * @param {[number, number]} place of the figure
 * @param {number} scale
 */
function nameOver({ pen, font, ground }, name, [left, top], scale) {
  const size = name.size * scale;
  Object.assign(pen, { font: font(size, name.weight), textBaseline: "middle" });
  Object.assign(pen, { strokeStyle: ground, lineWidth: 3, lineJoin: "round" });
  const rows = rowsOf(pen, name.text, name.wide * scale + 1);
  rows.forEach((row, at) => {
    const [x, y] = [left + name.x * scale, top + name.y * scale];
    const down = y + 1.1 * size * (at - (rows.length - 1) / 2);
    pen.strokeText(row, x, down);
    pen.fillStyle = name.color;
    pen.fillText(row, x, down);
  });
}

/**
 * Figures that stand side by side, each under its title.
 * @param {Sheet} sheet
 * @param {Drawn[]} shown
 * @returns {Block}
 */
function figures(sheet, shown) {
  const { pen, width, font, ink } = sheet;
  const share = (width - GAP * (shown.length - 1)) / shown.length;
  const scale = Math.min(leastOf(shown.map((one) => share / one.width)), 1);
  const draw = (/** @type {number} */ x, /** @type {number} */ y) =>
    shown.forEach((one, at) => {
      const middle = x + at * (share + GAP) + share / 2;
      const [wide, high] = [one.width * scale, one.height * scale];
      Object.assign(pen, { font: font(13, 600), fillStyle: ink });
      Object.assign(pen, { textAlign: "center", textBaseline: "top" });
      pen.fillText(one.title, middle, y + 6);
      pen.drawImage(one.image, middle - wide / 2, y + ABOVE, wide, high);
      pen.save();
      pen.translate(middle - wide / 2, y + ABOVE);
      pen.scale(scale, scale);
      one.over(pen);
      pen.restore();
      for (const name of one.names) nameOver(sheet, name, [middle - wide / 2, y + ABOVE], scale);
    });
  const high = mostOf(shown.map((one) => one.height)) * scale;
  return { height: ABOVE + high + BELOW, draw };
}

/**
 * A mark in its color and shape; a ramp in its colors.
 * @param {CanvasRenderingContext2D} pen
 * @param {Element} element
 * @param {number} x
 * @param {number} y
 */
function mark(pen, element, x, y) {
  const style = getComputedStyle(element);
  const ramp = style.backgroundImage.match(/rgb[^)]*\)/g) ?? [style.backgroundColor];
  const [wide, radius] = [ramp.length > 1 ? 72 : 10, parseFloat(style.width) / 2];
  const fill = pen.createLinearGradient(x, 0, x + wide, 0);
  ramp.forEach((color, at) => fill.addColorStop(at / Math.max(1, ramp.length - 1), color));
  pen.fillStyle = fill;
  if (ramp.length > 1) {
    pen.fillRect(x, y, wide, 10);
    return;
  }
  if (element.classList.contains("line")) {
    pen.fillRect(x, y + 4, 12, 1.5);
    return;
  }
  const [across, down] = [x + 5, y + 5];
  pen.beginPath();
  if (element.classList.contains("diamond")) {
    [
      [0, -6],
      [6, 0],
      [0, 6],
      [-6, 0],
    ].forEach(([dx, dy]) => pen.lineTo(across + dx, down + dy));
  } else pen.arc(across, down, radius, 0, 2 * Math.PI);
  pen.fill();
}

/**
 * A legend as it stands on the page: entries side by side, in as many rows as they need.
 * @param {Sheet} sheet
 * @param {Element} element
 * @returns {Block}
 */
function legend({ pen, width, font, soft }, element) {
  const letters = { font: font(12, 400), textAlign: "left", textBaseline: "top" };
  Object.assign(pen, letters);
  let [left, row] = [0, 0];
  const entries = [...element.children].map((entry) => {
    const marked = entry.querySelector(".mark");
    const room = marked ? (marked.matches(".ramp") ? 78 : 16) : 0;
    const wide = room + pen.measureText(wordsOf(entry)).width;
    if (left && left + wide > width) [left, row] = [0, row + 1];
    const placed = { marked, room, words: wordsOf(entry), left, row };
    left += wide + 18;
    return placed;
  });
  const draw = (/** @type {number} */ x, /** @type {number} */ y) => {
    for (const { marked, room, words, left: across, row: down } of entries) {
      const top = y + 22 * down;
      if (marked) mark(pen, marked, x + across, top + 3);
      Object.assign(pen, letters, { fillStyle: soft });
      pen.fillText(words, x + across + room, top + 2);
    }
  };
  return { height: entries.length ? 22 * (row + 1) : 0, draw };
}

export { figures, legend, rowsOf, rule, sheetOf, text, wordsOf };
