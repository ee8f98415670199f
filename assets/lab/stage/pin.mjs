/* Where the pinned sample is: among those that are drawn, or else asked for. */
/** @import { Motion } from "../types.d.ts" */
import { ask, isAborted } from "../connection.mjs";
import { lab } from "../model/store.mjs";
import { samplesOf } from "../motion/columns.mjs";
import { PREFIX } from "../names.mjs";
import { only } from "./places.mjs";
import { labSpotlight } from "./spotlight.mjs";

let flight = new AbortController();

/**
 * The motion of one sample that is not drawn.
 * @param {{ query: string }} question
 * @param {number} index
 */
async function fetched(question, index) {
  const query = new URLSearchParams({ asked: JSON.stringify(question), only: String(index) });
  try {
    const reply = await ask(`${PREFIX}lab/samples?${query}`, { signal: flight.signal });
    return samplesOf(await reply.arrayBuffer()).motion;
  } catch (error) {
    if (isAborted(error)) return undefined;
    throw error;
  }
}

/** @param {Motion} motion @param {string} edit @param {number | null} sample */
async function find(motion, edit, sample) {
  flight.abort();
  flight = new AbortController();
  if (sample === null) return null;
  const row = motion.indices.indexOf(sample);
  return row < 0 ? fetched({ query: edit }, sample) : only(motion, row);
}

lab.subscribe(async (state, before) => {
  const { motion, view, edit } = state;
  if (!motion || !view || !edit) return;
  const { sample } = view;
  const same = motion === before.motion && sample === before.view?.sample;
  if (same || typeof sample === "string") return;
  const found = await find(motion, edit, sample);
  if (found !== undefined) labSpotlight.showPin(found ?? null);
});
