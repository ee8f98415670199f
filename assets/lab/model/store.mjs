/* The one place where the state is kept: it changes by actions, and whoever draws is told. */
/** @import { Action, Listener, Store } from "../model.d.ts" */
import { EMPTY, reduce } from "./reduce.mjs";

/**
 * A store. Listeners are called in the order they came, each with the state now and before; what
 * they set off is done after all have heard of this change.
 * @returns {Store}
 */
export function createStore() {
  let state = EMPTY;
  let telling = false;
  /** @type {Listener[]} */
  const listeners = [];
  /** @type {Action[]} */
  const waiting = [];

  /** @param {Action} action */
  function dispatch(action) {
    waiting.push(action);
    if (telling) return;
    telling = true;
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const before = state;
        state = reduce(before, next);
        if (state !== before) for (const listener of listeners) listener(state, before);
      }
    } finally {
      telling = false;
      waiting.length = 0;
    }
  }

  return { get: () => state, dispatch, subscribe: (listener) => listeners.push(listener) };
}

export const lab = createStore();
