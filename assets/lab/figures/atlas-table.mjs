/* All pairs as rows: of the list on the page, and of its file for spreadsheets. */
/** @import { Atlas, AtlasFigure, AtlasLine, AtlasRow, Look, FigureWords } from "../atlas.d.ts" */
import { strengthText } from "../motion/damping.mjs";
import { cleanText, dampingText, hasVerdict, nameOf, othersOf, ranked } from "./atlas.mjs";
import { cell } from "./csv.mjs";
import { roomOf, shortened } from "./naming.mjs";

// So many letters' room have two names beside each other; longer ones stand below each other.
const ONE_LINE = 13;

// What is written of a pair as it is measured.
const SHOWN = /** @type {const} */ ([
  ...["merge_cost", "merged_recall", "told_apart", "attack_success"],
  ...["bystander_change", "worst_bystander_change", "cosine"],
]);

/**
 * A pair's rank at its place among all; one without a verdict has none.
 * @param {{ row: AtlasRow, at: number }} placed
 * @param {number} place
 */
const rankOf = ({ row, at }, place) => (hasVerdict(row, at) ? place + 1 : null);

/**
 * What is counted of a share; nothing where the share is not defined, or so by definition.
 * @param {number | null} share
 * @param {[number[], number]} counts
 * @param {number} at
 */
const count = (share, [right, samples], at) =>
  share === null ? "" : `${right[at].toLocaleString("en")} of ${samples.toLocaleString("en")}`;

/** Two names as a cell has room for them. @param {string[]} names */
function paired(names) {
  const one = names.join(" + ");
  return roomOf([...one]) > ONE_LINE ? names.join(" +\n") : one;
}

/**
 * A line for each pair, the best verdicts first, then by merge cost.
 * @param {Atlas} data
 * @param {Look} look
 * @param {Record<string, string>} methods what each is called
 * @returns {AtlasLine[]}
 */
function tableOf(data, look, methods) {
  const words = shortened(data.names);
  return ranked(data, look).map(({ row, at }, place) => ({
    id: row.pair.join("-"),
    rank: rankOf({ row, at }, place),
    // Two long names would fill the list; the whole is told on hover, and is what is searched.
    pair: paired(row.pair.map((label) => words[label])),
    whole: nameOf(data, row.pair),
    names: row.pair.map((label) => data.names[label]),
    damping: data.dampings[at],
    strength: strengthText(data.dampings[at]),
    verdict: data.verdicts[row.verdict[at]] ?? "Not measured",
    method: methods[row.method] ?? row.method,
    clean_from: cleanText(row),
    recall_count: count(row.merged_recall[at], row.recall, at),
    recall_interval: row.recall_interval[at],
    bystander_count: count(othersOf(row)[at], row.bystanders, at),
    bystander_interval: row.bystander_interval[at],
    ...Object.fromEntries(
      SHOWN.map((figure) => [figure, row[/** @type {AtlasFigure} */ (figure)][at]]),
    ),
  }));
}

/**
 * How many samples there are, and how many of them are so, where that is defined.
 * @param {number | null} share
 * @param {[number[], number]} counts
 * @param {number} at
 */
const counts = (share, [right, samples], at) => [samples, share === null ? null : right[at]];

/** A field as CSV has it: numbers bare, texts quoted. @param {unknown} value */
function field(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  return `"${String(cell(value)).replaceAll('"', '""')}"`;
}

/**
 * The list as a file: its name, and its text with the mark that lets spreadsheets read it as UTF-8.
 * @param {Atlas} data
 * @param {Look} look
 * @param {Record<AtlasFigure, FigureWords>} figures
 * @param {string} model
 */
function fileOf(data, look, figures, model) {
  const columns = /** @type {[AtlasFigure, FigureWords][]} */ (Object.entries(figures));
  const head = [
    ...["Model", "Edit strength", "Damping", "Rank", "Class A", "Class B", "Verdict", "Method"],
    ...columns.map(([, { term }]) => term),
    ...["Pair's samples", "Read as either", "Merged recall: 95 % interval"],
    ...["Bystander samples", "Bystanders right", "Bystander accuracy: 95 % interval"],
    "Clean at edit strength",
  ];
  const lines = ranked(data, look).map(({ row, at }, place) => [
    model,
    1 - data.dampings[at],
    data.dampings[at],
    rankOf({ row, at }, place),
    ...row.pair.map((label) => data.names[label]),
    data.verdicts[row.verdict[at]] ?? "Not measured",
    row.method,
    ...columns.map(([figure]) => row[figure][at]),
    ...counts(row.merged_recall[at], row.recall, at),
    row.recall_interval[at],
    ...counts(othersOf(row)[at], row.bystanders, at),
    row.bystander_interval[at],
    cleanText(row),
  ]);
  const text = [head, ...lines].map((line) => line.map(field).join(",")).join("\r\n");
  const where = look.methods
    ? "best-methods"
    : look.best
      ? "best"
      : `damping-${dampingText(data.dampings[look.column])}`;
  return { name: `${model}_atlas_${where}.csv`, text: `\ufeff${text}\r\n` };
}

export { fileOf, tableOf };
