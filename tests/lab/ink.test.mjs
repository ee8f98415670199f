import assert from "node:assert/strict";
import { test } from "node:test";
import { colorAt, inkOn } from "../../assets/lab/figures/ink.mjs";

const SCALE = [
  [0, "#000000"],
  [0.5, "#ff0000"],
  [1, "#ffffff"],
];

test("colors lie between their stops, and no farther than the ends", () => {
  assert.deepEqual(colorAt(SCALE, 0.25), [127.5, 0, 0]);
  assert.deepEqual(colorAt(SCALE, 0.75), [255, 127.5, 127.5]);
  assert.deepEqual(colorAt(SCALE, -1), [0, 0, 0]);
  assert.deepEqual(colorAt(SCALE, 2), [255, 255, 255]);
});

test("the ink is the one that reads better: never below 4.5 to 1, on any grey", () => {
  const luminance = (value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  for (let grey = 0; grey <= 255; grey++) {
    const light = luminance(grey);
    const on = { "#000000": (light + 0.05) / 0.05, "#ffffff": 1.05 / (light + 0.05) };
    const ink = inkOn([grey, grey, grey]);
    assert.equal(on[ink], Math.max(...Object.values(on)), `on ${grey}`);
    assert.ok(on[ink] >= 4.5);
  }
  assert.equal(inkOn([255, 255, 0]), "#000000");
  assert.equal(inkOn([0, 0, 255]), "#ffffff");
});
