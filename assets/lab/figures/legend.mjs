/* What the samples' colors say, and how many of which are drawn, before and after. */
/** @import { Reads, State } from "../types.d.ts" */
import { drawnRows, groupsOf } from "./groups.mjs";

const SURE = 65535;
const KEPT = {
  all: "",
  pair: "of the pair",
  changed: "read differently after the edit",
  misread: "misread after the edit",
};

/** A mark's class, its words, and what they mean in full; the first entry has no mark.
 * @typedef {[string, string, string?]} Entry */

/** @param {number} number */
const whole = (number) => number.toLocaleString("en");
/** @param {number[]} rows @param {(row: number) => boolean} holds */
const count = (rows, holds) => rows.reduce((sum, row) => sum + Number(holds(row)), 0);
/** @param {number[]} rows @param {Uint16Array} column */
const mean = (rows, column) => rows.reduce((sum, row) => sum + column[row], 0) / rows.length / SURE;

/**
 * How many of how many test samples are drawn, and which.
 * @param {number} kept
 * @param {State} state
 */
function drawnWords(kept, { motion: { indices, total }, shown }) {
  const sampled = indices.length;
  if (shown === "all") return `${whole(kept)} of ${whole(total)} test samples`;
  const source = sampled === total ? `all ${whole(total)}` : `a sample of ${whole(sampled)}`;
  return `${whole(kept)} of ${source} test samples, only those ${KEPT[shown]}`;
}

/** @type {Record<State["color"], (state: State, rows: number[]) => Entry[]>} */
const marksOf = {
  class({ motion, shown }) {
    const [first, ...rest] = motion.pair.map((label) => motion.names[label]);
    /** @type {Entry[]} */
    const pair = [["dot pair-a", first]];
    if (rest.length) pair.push(["diamond pair-b", rest.join(", ")]);
    const hasOthers = shown !== "pair" && motion.names.length > motion.pair.length;
    return hasOthers ? [...pair, ["small-dot", "others"]] : pair;
  },
  group({ motion: { groups } }) {
    const count = new Set(groups).size;
    const words = `${count} group${count === 1 ? "" : "s"}`;
    return [["", words, "A color for each group of classes that count as one"]];
  },
  correct({ reads: { labels, before, after } }, rows) {
    /** @param {(read: number, label: number) => boolean} holds */
    const two = (holds) =>
      `${whole(count(rows, (row) => holds(before[row], labels[row])))} → ` +
      whole(count(rows, (row) => holds(after[row], labels[row])));
    return [
      ["dot right", `right ${two((read, label) => read === label)}`],
      ["dot wrong", `wrong ${two((read, label) => read !== label)}`],
    ];
  },
  changed({ reads: { before, after } }, rows) {
    const other = count(rows, (row) => before[row] !== after[row]);
    return [
      ["dot same", `same ${whole(rows.length - other)}`, "read the same before and after"],
      ["dot other", `changed ${whole(other)}`, "read differently after the edit"],
    ];
  },
  confidence: ({ reads }, rows) => [
    [
      "ramp",
      `confidence 0 to 1, mean ${mean(rows, reads.sure_before).toFixed(3)} → ` +
        mean(rows, reads.sure_after).toFixed(3),
    ],
  ],
};

/**
 * The entries of the legend.
 * @param {State} state
 * @returns {Entry[]}
 */
export function legendOf(state) {
  const { motion, shown, color, scenes } = state;
  const rows = drawnRows(groupsOf(state));
  if (!rows.length) return [["", `No drawn sample is ${KEPT[shown]}.`]];
  const counted = `${whole(rows.length)} of ${whole(motion.total)}`;
  /** @type {Entry[]} */
  const entries = [["", counted, `Drawn: ${drawnWords(rows.length, state)}`]];
  if (scenes === "overlay") entries.push(["line", "from where it was"]);
  return [...entries, ...marksOf[color](state, rows)];
}
