import assert from "node:assert/strict";
import { test } from "node:test";
import { samplesOf } from "../../assets/lab/motion/columns.mjs";
import { circleAt, sceneAt } from "../../assets/lab/motion/motion.mjs";
import { apart, caseOf, cases } from "./cases.mjs";

const NEAR = 2e-6;

for (const { name, motion, reads, at } of cases) {
  test(`${name}: samples and class means are where Python has them, at every damping`, () => {
    assert.equal(motion.step.length, motion.indices.length + motion.names.length);
    assert.equal(reads.labels.length, motion.indices.length);
    for (const { damping, scene, circle } of at) {
      assert.equal(scene[0].length, motion.step.length);
      assert.ok(apart(sceneAt(motion, damping), scene) < NEAR, `scene at ${damping}`);
      assert.ok(apart(circleAt(motion, damping), circle) < NEAR, `circle at ${damping}`);
    }
  });
}

test("another damping is somewhere else, and so is a motion without its kept bias", () => {
  const { motion, at } = caseOf("a bias that is kept");
  assert.notEqual(motion.start[0], 0);
  const [{ scene, circle }] = at;
  assert.ok(apart(sceneAt(motion, 0.9), scene) > 100 * NEAR);
  assert.ok(apart(circleAt(motion, 0.9), circle) > 100 * NEAR);
  assert.ok(
    apart(sceneAt({ ...motion, start: new Float32Array(motion.step.length) }, 1), scene) >
      100 * NEAR,
  );
});

test("the pair's class means meet when the direction is taken out, and not before", () => {
  const { motion } = caseOf("five dimensions");
  const [one, other] = motion.pair.map((label) => motion.indices.length + label);
  const gap = (damping) =>
    Math.hypot(...sceneAt(motion, damping).map((column) => column[one] - column[other]));
  assert.ok(gap(0) < 1e-5);
  assert.ok(gap(1) > 0.1);
});

test("a class without samples has no place", () => {
  const { motion, at } = caseOf("a class without samples");
  assert.ok(at[0].scene[0].includes(null));
  assert.ok(Number.isNaN(sceneAt(motion, 0.3)[0].at(-1)));
});

test("a row of length 0 stays at the origin and has no angle", () => {
  const rows = {
    indices: new Int32Array(1),
    nearest: new Float32Array(1),
    start: new Float32Array(1),
    step: new Float32Array(1),
  };
  const zero = {
    across: [0, 0, 0].map(() => new Float32Array(1)),
    direction: [1, 0, 0],
    steps: null,
    names: [],
  };
  const motion = { ...rows, radius: 1, normalise: true, scene: zero, circle: zero };
  assert.deepEqual(
    sceneAt(motion, 1).map((column) => column[0]),
    [0, 0, 0],
  );
  assert.ok(circleAt(motion, 1).every((column) => Number.isNaN(column[0])));
});

test("a body that is cut short is not read as another one", () => {
  const { body } = cases[0];
  assert.equal(samplesOf(body).reads.labels.length, 24);
  assert.throws(() => samplesOf(body.slice(0, -3)), RangeError);
});
