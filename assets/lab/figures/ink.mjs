/* Colors of the map's cells, and the ink that reads on them. */
/** @import { Stop } from "../types.d.ts" */
const BLACK = "#000000";
const WHITE = "#ffffff";
// Where black and white have the same contrast: (1 + 0.05) / (l + 0.05) = (l + 0.05) / 0.05.
const MIDDLE = Math.sqrt(1.05 * 0.05) - 0.05;

/** @param {string} color */
const channels = (color) => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));

/**
 * The color of a scale at a share in 0…1, as channels of 0…255.
 * @param {Stop[]} scale
 * @param {number} share
 */
function colorAt(scale, share) {
  const at = Math.min(1, Math.max(0, share));
  const next = Math.max(
    1,
    scale.findIndex(([stop]) => stop >= at),
  );
  const [[low, one], [high, two]] = [scale[next - 1], scale[next]];
  const [from, to] = [channels(one), channels(two)];
  const part = (at - low) / (high - low);
  return from.map((value, channel) => value + part * (to[channel] - value));
}

/** Relative luminance, as WCAG 2 has it. @param {number[]} color */
function luminance(color) {
  const [red, green, blue] = color.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param {number[]} color */
const inkOn = (color) => (luminance(color) > MIDDLE ? BLACK : WHITE);

export { colorAt, inkOn };
