/* The row of figures in a picture: each with its name, what it was and is, and its samples. */
/** @import { Block, Sheet } from "./picture-blocks.mjs" */
import { mostOf } from "../motion/extremes.mjs";
import { rowsOf, wordsOf } from "./picture-blocks.mjs";

/** @typedef {[words: string, size: number, weight: number, color: string]} Piece */
const NARROWEST = 170;
const HIGH = 62;
const STEP = 16;
const GAP = 10;

/**
 * Words cut so that they are as wide at most.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} words
 * @param {number} width
 */
function fitted(pen, words, width) {
  if (pen.measureText(words).width <= width) return words;
  let kept = words;
  while (kept && pen.measureText(`${kept}…`).width > width) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}

/**
 * @param {Sheet} sheet
 * @param {Element[]} elements the cards on the page
 * @returns {Block}
 */
function cards({ pen, width, font, ink, soft, line }, elements) {
  if (!elements.length) return { height: 0, draw: () => {} };
  const columns = Math.min(elements.length, Math.max(1, Math.floor(width / NARROWEST)));
  const wide = width / columns;
  const room = wide - 2 * GAP;
  pen.font = font(12, 400);
  const titles = elements.map((one) =>
    rowsOf(pen, wordsOf(one.querySelector(".card-title")), room),
  );
  const down = STEP * (mostOf(titles.map((rows) => rows.length)) - 1);
  const high = HIGH + down;

  /** @param {Piece} piece @param {number} x @param {number} y @param {number} most */
  function write([words, size, weight, color], x, y, most) {
    Object.assign(pen, { font: font(size, weight), fillStyle: color });
    Object.assign(pen, { textAlign: "left", textBaseline: "alphabetic" });
    const said = fitted(pen, words, most);
    pen.fillText(said, x, y);
    return pen.measureText(said).width;
  }

  /** @param {Element} element @param {string[]} title @param {number} x @param {number} y */
  function card(element, title, x, y) {
    const said = (/** @type {string} */ name) => wordsOf(element.querySelector(`.card-${name}`));
    title.forEach((row, at) => write([row, 12, 400, soft], x, y + 14 + STEP * at, room));
    let across = 0;
    /** @type {Piece[]} */
    const values = [
      [said("before"), 13, 400, ink],
      [said("arrow"), 12, 400, soft],
      [said("after"), 16, 600, ink],
      [said("change"), 12, 400, soft],
    ];
    for (const piece of values)
      across += write(piece, x + across, y + 35 + down, room - across) + 4;
    write([said("counts"), 12, 400, soft], x, y + 52 + down, room);
  }

  /** @param {number} x @param {number} y */
  function draw(x, y) {
    elements.forEach((element, at) => {
      const [left, top] = [x + (at % columns) * wide, y + high * Math.floor(at / columns)];
      pen.fillStyle = line;
      if (at % columns) pen.fillRect(left, top + 4, 1, high - 10);
      card(element, titles[at], left + (at % columns ? GAP : 0), top);
    });
  }
  return { height: high * Math.ceil(elements.length / columns), draw };
}

export { cards };
