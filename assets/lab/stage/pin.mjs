/* The pinned sample: where it is, among those that are drawn or else asked for, and how it is read. */
/** @import { Motion, State } from "../types.d.ts" */
import { ask, isAborted } from "../connection.mjs";
import { lab } from "../model/store.mjs";
import { samplesOf } from "../motion/columns.mjs";
import { IDS, PREFIX } from "../names.mjs";
import { only } from "./places.mjs";
import { onDrawn, shown } from "./samples.mjs";
import { labSpotlight } from "./spotlight.mjs";

const SURE = 65535;

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
    return reply.status === 200 ? samplesOf(await reply.arrayBuffer()).motion : undefined;
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

/** How a drawn sample is read, in words. @param {State} state @param {number} row */
function readingOf({ motion: { names }, reads }, row) {
  const percent = (/** @type {number} */ sure) => `${((100 * sure) / SURE).toFixed(1)}\u00a0%`;
  const before = `${names[reads.before[row]]} (${percent(reads.sure_before[row])})`;
  const after = `${names[reads.after[row]]} (${percent(reads.sure_after[row])})`;
  return `true ${names[reads.labels[row]]}, read as ${before}, then ${after}`;
}

/** @param {State | null} drawn */
function writeCard(drawn) {
  const card = document.getElementById(IDS.PIN_CARD);
  const sample = lab.get().view?.sample ?? null;
  if (!card || !drawn) return;
  card.hidden = typeof sample !== "number";
  if (typeof sample !== "number") return;
  const row = drawn.motion.indices.indexOf(sample);
  const reading = row < 0 ? "not among those drawn" : readingOf(drawn, row);
  card.querySelector(".pin-words")?.replaceChildren(`Sample ${sample}: ${reading}`);
  /** @type {HTMLElement | null} */
  const image = card.querySelector(".sample-image");
  if (!image) return;
  image.dataset.sample = String(sample);
  labSpotlight.paint(image, sample);
}

onDrawn(writeCard);
lab.subscribe(({ view }, before) => {
  if (view?.sample !== before.view?.sample) writeCard(shown());
});
