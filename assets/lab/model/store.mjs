// @ts-nocheck
/* The one place where the state is kept: it changes by actions, and whoever draws is told. */
import { EMPTY, reduce } from "./reduce.mjs";

/* A store. Listeners are called in the order they came, each with the state now and before; what
   they set off is done after all have heard of this change. */
export function createStore() {
  let state = EMPTY;
  let telling = false;
  const listeners = [];
  const waiting = [];

  function dispatch(action) {
    waiting.push(action);
    if (telling) return;
    telling = true;
    try {
      while (waiting.length) {
        const before = state;
        state = reduce(before, waiting.shift());
        if (state !== before) for (const listener of listeners) listener(state, before);
      }
    } finally {
      telling = false;
      waiting.length = 0;
    }
  }

  return { get: () => state, dispatch, subscribe: (listener) => listeners.push(listener) };
}

/** @type {import("../types.d.ts").Store} */
export const lab = createStore();
