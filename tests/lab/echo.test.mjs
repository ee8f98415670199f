import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.window = { dash_clientside: { set_props() {} } };
/** @type {(() => void)[]} */
const heard = [];
globalThis.document = { addEventListener: (_, then) => heard.push(then) };
const { isEcho, show } = await import("../../assets/lab/page/echo.mjs");
const wait = () => new Promise((then) => setTimeout(then, 5));
const act = async () => {
  await wait();
  for (const then of heard) then();
  await wait();
};

test("what the page set comes back as an echo, however often and after it has set something else", async () => {
  await act();
  show("a", "value", "3");
  show("a", "value", "4");
  for (const value of ["3", "4", "3"]) assert.ok(isEcho("a", value));
});

test("what somebody chooses is none, whatever was set before", async () => {
  show("b", "value", "3");
  await act();
  assert.ok(!isEcho("b", "3"));
  show("b", "value", "7");
  assert.ok(isEcho("b", "3"), "it was set by the page, and nobody has done anything since");
  assert.ok(!isEcho("b", "5"), "and this was not");
  assert.ok(!isEcho("c", "3"));
});
