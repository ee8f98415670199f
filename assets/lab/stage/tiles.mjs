/* Where a sample's image is: a tile of one of the pages that a model's images lie on. */
/** @import { Sprite } from "../types.d.ts" */

// An image of fewer pixels than these is shown pixel by pixel, a larger one as a photograph.
const SMALL = 64;

/** A page's address. @param {Sprite} sprite @param {number} page */
const addressOf = ({ folder, version }, page) => `${folder}${page}.png?v=${version}`;

/** How far along a row of so many a place is, in percent. @param {number} at @param {number} of */
const along = (at, of) => `${of > 1 ? (100 * at) / (of - 1) : 0}%`;

/**
 * The styles that cut a sample's image out of its page, whatever the size of the element.
 * @param {Sprite} sprite
 * @param {number} index
 */
function cutOf(sprite, index) {
  const { count, tiles, columns } = sprite;
  // A place of the model before, which is about to go.
  if (index >= count) return { backgroundImage: "none" };
  const page = Math.floor(index / tiles);
  const rows = Math.ceil(Math.min(tiles, count - page * tiles) / columns);
  const tile = index % tiles;
  return {
    backgroundImage: `url("${addressOf(sprite, page)}")`,
    backgroundSize: `${100 * columns}% ${100 * rows}%`,
    backgroundPosition: `${along(tile % columns, columns)} ${along(Math.floor(tile / columns), rows)}`,
  };
}

/** Give all images on the page the shape of these. @param {Sprite} sprite */
function fitImages({ width, height }) {
  const { style } = document.documentElement;
  style.setProperty("--image-ratio", `${width / height}`);
  const rendering = Math.max(width, height) < SMALL ? "pixelated" : "auto";
  style.setProperty("--image-rendering", rendering);
}

export { addressOf, cutOf, fitImages };
