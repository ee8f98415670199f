/* The atlas's figures in a sentence each, for those who do not see them. */
/** @import { Atlas, AtlasFigure, AtlasRow } from "../types.d.ts" */
import { dampingText } from "./atlas.mjs";
import { frontOf, pointsOf } from "./atlas-pareto.mjs";

const MOST_NAMED = 5;

/** @param {string} text */
const minus = (text) => text.replace("-", "\u2212");
/** @param {Atlas} data @param {AtlasRow} row */
const nameOf = (data, row) => row.pair.map((label) => data.names[label]).join("-");
/** @param {Atlas} data @param {number} column */
const countClean = (data, column) => data.rows.filter((row) => row.clean[column]).length;
/** @param {Atlas} data */
const measured = (data) => `${data.rows.length} pairs${data.complete ? "" : " measured so far"}`;

/**
 * Lowest and highest cell, and how many pairs are clean.
 * @param {Atlas} data
 * @param {number} column
 * @param {AtlasFigure} figure
 * @param {string} title
 */
function mapWords(data, column, figure, title) {
  const write = (/** @type {number} */ value) =>
    minus(figure === "cosine" ? value.toFixed(4) : `${(100 * value).toFixed(1)} %`);
  const damping = dampingText(data.dampings[column]);
  const known = data.rows
    .flatMap((row) => {
      const value = row[figure][column];
      return value === null ? [] : [{ row, value }];
    })
    .sort((a, b) => a.value - b.value);
  if (!known.length) return `${title} at damping ${damping} is not defined for any pair.`;
  const [lowest, highest] = [known[0], known[known.length - 1]].map(
    ({ row, value }) => `${write(value)} for ${nameOf(data, row)}`,
  );
  return (
    `${title} at damping ${damping}: lowest ${lowest}, highest ${highest}; ` +
    `${countClean(data, column)} of ${measured(data)} are clean.`
  );
}

/**
 * The pairs on the front, the first few by name.
 * @param {Atlas} data
 * @param {number} column
 */
function paretoWords(data, column) {
  const front = frontOf(pointsOf(data, column));
  const damping = dampingText(data.dampings[column]);
  if (!front.length) return `At damping ${damping} no pair has both figures.`;
  const named = front.slice(0, MOST_NAMED).map(({ name, x, y }) => {
    const change = `${y > 0 ? "+" : ""}${y.toFixed(2)}`;
    return `${name} (recall ${(100 * x).toFixed(1)} %, bystanders ${minus(change)} points)`;
  });
  const more = front.length - named.length;
  return (
    `At damping ${damping}, ${front.length} of ${measured(data)} ${front.length === 1 ? "is" : "are"} ` +
    `on the front: ${named.join(", ")}${more ? ` and ${more} more` : ""}.`
  );
}

export { mapWords, paretoWords };
