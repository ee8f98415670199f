// @ts-nocheck
/* Where the pinned sample is: among those that are drawn, or else asked for. */

import { ask } from "../connection.mjs";
import { lab } from "../model/store.mjs";
import { samplesOf } from "../motion/columns.mjs";
import { PREFIX } from "../names.mjs";
import { only } from "./places.mjs";
import { labSpotlight } from "./spotlight.mjs";

let flight = new AbortController();

/* The motion of one sample that is not drawn. */
async function fetched(question, index) {
  const query = new URLSearchParams({ asked: JSON.stringify(question), only: index });
  try {
    const reply = await ask(`${PREFIX}lab/samples?${query}`, { signal: flight.signal });
    return samplesOf(await reply.arrayBuffer()).motion;
  } catch (error) {
    if (error.name === "AbortError") return undefined;
    throw error;
  }
}

async function find({ motion, view, edit }) {
  flight.abort();
  flight = new AbortController();
  if (view.sample === null) return null;
  const row = motion.indices.indexOf(view.sample);
  return row < 0 ? fetched({ query: edit }, view.sample) : only(motion, row);
}

lab.subscribe(async (state, before) => {
  const { motion, view, edit } = state;
  if (!motion || !view || !edit) return;
  const same = motion === before.motion && view.sample === before.view?.sample;
  if (same || typeof (view.sample ?? 0) !== "number") return;
  const found = await find(state);
  if (found !== undefined) labSpotlight.showPin(found ?? null);
});
