import assert from "node:assert/strict";
import { test } from "node:test";
import { bounded, FARTHEST, NEAREST, turned } from "../../assets/lab/motion/orbit.mjs";
import { zoomOf } from "../../assets/lab/stage/gestures.mjs";

const origin = { x: 0, y: 0, z: 0 };
const up = { x: 0, y: 0, z: 1 };
const from = (x, y, z, center = origin) => ({ up, center, eye: { x, y, z } });
const near = (a, b) => {
  for (const axis of ["x", "y", "z"])
    assert.ok(Math.abs(a[axis] - b[axis]) < 1e-12, `${axis}: ${a[axis]}`);
};
const reach = ({ eye, center }) => Math.hypot(eye.x - center.x, eye.y - center.y, eye.z - center.z);

test("a quarter turn is a quarter turn, around the center that the camera has", () => {
  near(turned(from(1, 0, 0), Math.PI / 2, 0, 1).eye, { x: 0, y: 1, z: 0 });
  const center = { x: 1, y: 2, z: 3 };
  near(turned(from(2, 2, 3, center), Math.PI, 0, 1).eye, { x: 0, y: 2, z: 3 });
});

test("steps add up, and back is where one was", () => {
  const start = from(0.95, 0.95, 0.6);
  let camera = start;
  for (let step = 0; step < 9; step++) camera = turned(camera, 0.1, 0.02, 1);
  near(camera.eye, turned(turned(start, 0.9, 0, 1), 0, 0.18, 1).eye);
  near(turned(turned(start, 0.3, 0.2, 1.1), -0.3, -0.2, 1 / 1.1).eye, start.eye);
});

test("the pole is never reached, nor is a tilted camera left tilted", () => {
  const over = turned(from(1, 0, 0), 0, 5, 1);
  assert.ok(over.eye.z < 1 && over.eye.z > 0.98);
  assert.ok(Math.abs(reach(over) - 1) < 1e-12);
  const tilted = { ...from(1, 0, 0), up: { x: 0, y: 1, z: 0 } };
  assert.deepEqual(turned(tilted, 0.1, 0, 1).up, up);
});

test("zoom has limits on both sides, whoever zooms", () => {
  assert.ok(Math.abs(reach(turned(from(1, 0, 0), 0, 0, 0.01)) - NEAREST) < 1e-12);
  assert.ok(Math.abs(reach(turned(from(1, 1, 1), 0, 0, 100)) - FARTHEST) < 1e-12);
  assert.ok(Math.abs(reach(bounded(from(50, 0, 9))) - FARTHEST) < 1e-12);
  const fine = from(1, 1, 1);
  assert.equal(bounded(fine), fine);
  assert.equal(bounded(from(0, 0, 0)).eye.x, 0);
});

test("the wheel zooms in and out by the same, never by a leap", () => {
  const zoom = (deltaY, deltaMode = 0) => zoomOf({ deltaY, deltaMode });
  assert.ok(zoom(-100) < 1 && zoom(100) > 1);
  assert.ok(Math.abs(zoom(-100) * zoom(100) - 1) < 1e-12);
  assert.equal(zoom(3, 1), zoom(48));
  assert.equal(zoom(1e9), zoom(1e6));
  assert.equal(zoom(0), 1);
});
