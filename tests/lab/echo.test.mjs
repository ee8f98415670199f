import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.window = { dash_clientside: { set_props() {} } };
const { isEcho, show } = await import("../../assets/lab/page/echo.mjs");

test("what the page set comes back as an echo, also after it has set something else", () => {
  show("a", "value", "3");
  show("a", "value", "4");
  assert.ok(isEcho("a", "3"), "late");
  assert.ok(isEcho("a", "4"));
});

test("what somebody chooses is none, whatever was set before", () => {
  show("b", "value", "3");
  assert.ok(!isEcho("b", "5"));
  assert.ok(!isEcho("b", "3"), "chosen again after that");
  show("b", "value", "7");
  assert.ok(isEcho("b", "7"));
  assert.ok(!isEcho("b", "7"), "it comes back once");
});
