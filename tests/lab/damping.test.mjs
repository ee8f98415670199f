import assert from "node:assert/strict";
import { test } from "node:test";
import { createStore } from "../../assets/lab/model/store.mjs";
import { dampingAt, strengthOf, strengthText } from "../../assets/lab/motion/damping.mjs";

test("strength and damping are each other's rest, to a thousandth", () => {
  for (let step = 0; step <= 1000; step++) {
    assert.equal(strengthOf(dampingAt(step / 1000)), step / 1000);
  }
  assert.equal(dampingAt(1), 0);
  assert.equal(dampingAt(0), 1);
  assert.equal(dampingAt(0.9), 0.1);
});

test("an edit that only nearly takes all does not say 100 %", () => {
  assert.equal(strengthText(0), "100\u00a0%");
  assert.notEqual(strengthText(1e-5), "100\u00a0%");
  assert.equal(strengthText(0.458), "54.2\u00a0%");
  assert.equal(strengthText(1), "0\u00a0%");
});

test("listeners hear of every change once, in order, also of those they set off", () => {
  const store = createStore();
  const heard = [];
  store.subscribe((state, before) => {
    heard.push([before.scheme, state.scheme]);
    if (state.scheme === "dark") store.dispatch({ type: "themed", scheme: "dim" });
  });
  store.subscribe((state) => heard.push(state.scheme));
  store.dispatch({ type: "themed", scheme: "dark" });
  assert.deepEqual(heard, [["light", "dark"], "dark", ["dark", "dim"], "dim"]);
  store.dispatch({ type: "themed", scheme: "dim" });
  assert.equal(heard.length, 4);
});
