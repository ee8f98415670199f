/* The atlas in words: the answer, how far it is measured, and its figures in a sentence each. */
/** @import { Atlas, AtlasRow, Look } from "../atlas.d.ts" */
import { strengthText } from "../motion/damping.mjs";
import { bestOf, isClean, isEverClean, placeOf, placeText } from "./atlas.mjs";
import { cellOf, titleOf } from "./atlas-map.mjs";
import { frontOf, pointsOf } from "./atlas-scatter.mjs";
import { minus } from "./minus.mjs";
import { short } from "./naming.mjs";

const MOST_NAMED = 3;
// In a sentence a name has so many letters' room; its cell says the whole.
const LONGEST = 24;

/** @param {Atlas} data @param {number[]} pair */
const shortNameOf = ({ names }, pair) =>
  pair.map((label) => short(names[label], LONGEST)).join(" + ");

/** @param {number} count @param {string} thing */
const counted = (count, thing) => `${count.toLocaleString("en")} ${thing}${count === 1 ? "" : "s"}`;
/** @param {Atlas} data @param {(row: AtlasRow) => boolean} holds */
const countOf = (data, holds) => data.rows.filter(holds).length;

/** The pair whose clean edit is the gentlest. @param {Atlas} data */
function gentlest(data) {
  const damping = (/** @type {AtlasRow} */ row) => data.dampings[bestOf(data, row)];
  return data.rows
    .filter(isEverClean)
    .reduce(
      (best, row) => (best && damping(best) >= damping(row) ? best : row),
      /** @type {AtlasRow | null} */ (null),
    );
}

/**
 * Which pairs merge cleanly: the answer to the atlas's question.
 * @param {Atlas} data
 * @param {Look} look
 */
function answerWords(data, { column, best, methods }) {
  const ever = countOf(data, isEverClean);
  const of = `of ${counted(data.rows.length, "pair")}${data.complete ? "" : " so far"}`;
  const verb = (/** @type {number} */ count) => (count === 1 ? "merges" : "merge");
  const some = (/** @type {number} */ count) => (count ? count.toLocaleString("en") : "None");
  if (data.rows.length && data.rows.every(({ verdict }) => verdict.every((code) => code <= 0)))
    return `None ${of} has a verdict; each pair's page says why.`;
  if (!ever) return `None ${of} merges cleanly at any strength measured.`;
  if (best) {
    const first = /** @type {AtlasRow} */ (gentlest(data));
    const strength = strengthText(data.dampings[bestOf(data, first)]);
    const by = methods ? ` by ${methods[first.method]}` : "";
    const any = methods ? "by some method at some strength" : "at some strength";
    return `${ever} ${of} ${verb(ever)} cleanly ${any}; gentlest: ${shortNameOf(data, first.pair)} at ${strength}${by}.`;
  }
  const here = countOf(data, (row) => isClean(row, column));
  const strength = strengthText(data.dampings[column]);
  return `${some(here)} ${of} ${here ? verb(here) : "merges"} cleanly at ${strength} edit strength; ${ever} at some strength.`;
}

/**
 * How far the atlas is; of what was measured before nobody is told that it is measured.
 * @param {{ rows: AtlasRow[], complete: boolean, stopped: boolean, measuring: boolean, next: number,
 *   parts: number | null, dampings?: number[] }} atlas
 */
function statusOf({ rows, complete, stopped, measuring, next, parts, dampings = [] }) {
  if (complete)
    return `${counted(rows.length, "pair")} at ${dampings.length} strengths, all measured.`;
  if (!measuring && !stopped) return "";
  return `${stopped ? "Stopped" : "Measuring"}: ${counted(rows.length, "pair")} so far, ${next} of ${parts ?? "…"} parts.`;
}

/**
 * Lowest and highest cell.
 * @param {Atlas} data
 * @param {Look} look
 * @param {string} figure what it is called
 */
function mapWords(data, look, figure) {
  const title = titleOf(look, figure);
  const write = (/** @type {number} */ value) =>
    !look.best && look.figure === "cosine"
      ? minus(value.toFixed(4))
      : minus(`${(100 * value).toFixed(1)}\u00a0%`);
  const where = look.best ? "" : ` at ${placeText(data.dampings[look.column])}`;
  const known = data.rows
    .flatMap((row) => {
      const value = cellOf(data, row, look);
      return value === null ? [] : [{ row, value }];
    })
    .sort((a, b) => a.value - b.value);
  if (!known.length) {
    return look.best
      ? "No pair merges cleanly at any strength measured; grey cells have none."
      : `${title}${where} is not defined for any pair.`;
  }
  const [lowest, highest] = [known[0], known[known.length - 1]].map(
    ({ row, value }) => `${write(value)} for ${shortNameOf(data, row.pair)}`,
  );
  const none = data.rows.length - known.length;
  const grey = none ? ` Grey: ${none} without${look.best ? " any" : ""}.` : "";
  return `${title}${where}: lowest ${lowest}, highest ${highest}. Framed: merges cleanly.${grey}`;
}

/**
 * What the scatter shows, and the first few of its front by name.
 * @param {Atlas} data
 * @param {Look} look
 */
function paretoWords(data, look) {
  const front = frontOf(pointsOf(data, look));
  const where = look.best ? "its best strength" : placeText(data.dampings[look.column]);
  if (!front.length) return `At ${where} no pair has all four criteria.`;
  const named = front.slice(0, MOST_NAMED).map(({ pair }) => shortNameOf(data, pair));
  const more = front.length - named.length;
  return (
    "Each axis has the worse of two criteria; a pair in the green corner meets all four. " +
    `${front.length} of ${counted(data.rows.length, "pair")} ` +
    `${front.length === 1 ? "is" : "are"} beaten by none: ${named.join(", ")}${more ? ` and ${more} more` : ""}.`
  );
}

const NOT_FORESEEN =
  "What this method reaches and costs is not foreseen by the lengths that are left: that holds of the paper's.";

/**
 * How often the class in which a pair lands was foreseen.
 * @param {Atlas} data
 * @param {Look} look
 */
function foreseenWords(data, look) {
  const landed = data.rows.flatMap((row) => {
    const at = placeOf(data, row, look);
    return row.landing[at] < 0 ? [] : [row.landing[at] === row.foreseen[at]];
  });
  const where = look.best ? "its best strength" : placeText(data.dampings[look.column]);
  return `At ${where} the class in which the two land was foreseen for ${landed.filter(Boolean).length} of ${counted(landed.length, "pair")}. ${data.rows.some(({ norm }) => norm !== null) ? "Stars merge cleanly." : NOT_FORESEEN}`;
}

export { answerWords, foreseenWords, mapWords, paretoWords, statusOf };
