import assert from "node:assert/strict";
import { test } from "node:test";
import { readingOf } from "../../assets/lab/figures/reading.mjs";

const point = (curveNumber, y) => ({ curveNumber, y });
const exact = (curveNumber, customdata) => ({ ...point(curveNumber, 0), customdata });

test("every line is read out in its own place, whatever the order", () => {
  const points = [point(3, 0.98765), exact(5, "0.4"), point(2, -0.25), point(4, 1)];
  assert.deepEqual(readingOf(points, 3), [
    "60\u00a0%, damping 0.4",
    "\u22120.2500",
    "0.9877",
    "1.0000",
  ]);
  assert.deepEqual(readingOf([exact(5, "1e-05"), point(4, 0.5)], 3), [
    "≈ 100\u00a0%, damping 1e-05",
    "undefined",
    "undefined",
    "0.5000",
  ]);
});

test("nothing is read out where nothing is pointed at", () => {
  assert.equal(readingOf([], 3), null);
  assert.equal(readingOf([point(3, 1)], 3), null);
});
