/* Motions as Python sends them, with what Python has of them (tests/lab/fixture.py). */
import { readFileSync } from "node:fs";
import { samplesOf } from "../../assets/lab/motion/columns.mjs";

const kept = JSON.parse(readFileSync(new URL("./motion.json", import.meta.url), "utf8"));

export const { skeleton } = kept;
/* The body of a case as the server sends it. */
const bodyOf = (text) => Uint8Array.from(Buffer.from(text, "base64")).buffer;
export const cases = kept.cases.map(({ name, body, at }) => ({
  name,
  at,
  body: bodyOf(body),
  ...samplesOf(bodyOf(body)),
}));
/* A state of the page, with a case's samples. */
export const stateOf = ({ motion, reads }, changes = {}) => ({
  motion,
  reads,
  damping: 0.5,
  color: "class",
  shown: "all",
  scenes: "twins",
  scales: {
    confidence: ["#000000", "#ffffff"],
    correct: ["#111111", "#222222"],
    changed: ["#333333"],
  },
  skeleton,
  ...changes,
});
export const caseOf = (name) => cases.find((one) => one.name === name);

/* The largest difference between columns; where only one of two has a number, infinity. */
export function apart(columns, expected) {
  const differences = expected.flatMap((column, axis) =>
    column.map((value, row) => {
      const got = columns[axis][row];
      if (value === null || Number.isNaN(got)) {
        return value === null && Number.isNaN(got) ? 0 : Infinity;
      }
      return Math.abs(got - value);
    }),
  );
  return Math.max(...differences);
}
