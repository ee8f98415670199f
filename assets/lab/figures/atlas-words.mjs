/* The atlas's figures in a sentence each, for those who do not see them. */
import { dampingText, frontOf, pointsOf } from "./atlas.mjs";

const MOST_NAMED = 5;

const minus = (text) => text.replace("-", "\u2212");
const nameOf = (data, row) => row.pair.map((label) => data.names[label]).join("-");
const countClean = (data, column) => data.rows.filter((row) => row.clean[column]).length;
const measured = (data) => `${data.rows.length} pairs${data.complete ? "" : " measured so far"}`;

/* Lowest and highest cell, and how many pairs are clean. */
function mapWords(data, column, figure, title) {
  const write = (value) =>
    minus(figure === "cosine" ? value.toFixed(4) : `${(100 * value).toFixed(1)} %`);
  const damping = dampingText(data.dampings[column]);
  const known = data.rows
    .filter((row) => row[figure][column] !== null)
    .sort((a, b) => a[figure][column] - b[figure][column]);
  if (!known.length) return `${title} at damping ${damping} is not defined for any pair.`;
  const [lowest, highest] = [known[0], known.at(-1)].map(
    (row) => `${write(row[figure][column])} for ${nameOf(data, row)}`,
  );
  return (
    `${title} at damping ${damping}: lowest ${lowest}, highest ${highest}; ` +
    `${countClean(data, column)} of ${measured(data)} are clean.`
  );
}

/* The pairs on the front, the first few by name. */
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
