/* Motions as Python sends them, with what Python has of them (tests/lab/fixture.py). */
import { readFileSync } from "node:fs";
import { motionOf, readsOf } from "../../assets/lab/motion/motion.mjs";

const kept = JSON.parse(readFileSync(new URL("./motion.json", import.meta.url), "utf8"));

export const cases = kept.map(({ name, motion, reads, at }) => ({
  name,
  at,
  motion: motionOf(motion),
  reads: readsOf(reads),
}));
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
