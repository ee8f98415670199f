/* When the server does not answer, the page says so and keeps what it asks; once the server is back
   it asks again. Dash sees nothing of this but an answer that takes longer. What is refused before
   Dash hears of it is said, and a server that has other models than before makes the page begin anew. */
import { PREFIX } from "./names.mjs";

const SOON = 250;
const EVERY = 2000;
const BRIEFLY = 4000;
const PATIENCE = 3000;
const REFUSED = "The server could not read what the page asked. Reload the page.";
// What a proxy says when there is no server behind it.
const UNREACHABLE = [502, 503, 504];
const root = document.documentElement;
const reach = window.fetch.bind(window);
// By what is asked, so that only its latest request is asked again.
/** @type {Map<string, (back: boolean) => void>} */
const waiting = new Map();
let timer = 0;
let backAt = -Infinity;

/** @typedef {RequestInfo | URL} Resource */

/** Whether an asking was broken off by who asked. @param {unknown} error */
export const isAborted = (error) => error instanceof Error && error.name === "AbortError";

/** @param {Resource} resource @param {RequestInit} [options] @returns {string} */
function nameOf(resource, options) {
  try {
    return JSON.parse(String(options?.body)).output;
  } catch {
    return String(resource).split("?")[0];
  }
}

/**
 * Resolves true when the server is back, false when a later request takes this one's place.
 * @param {string} name
 * @returns {Promise<boolean>}
 */
function untilBack(name) {
  return new Promise((resolve) => {
    waiting.get(name)?.(false);
    waiting.set(name, resolve);
    // A server that answers health alone is not asked faster than one that is gone.
    checkIn(performance.now() - backAt < EVERY ? EVERY : SOON);
  });
}

/** @param {number} delay */
function checkIn(delay) {
  if (timer) return;
  timer = setTimeout(check, delay);
}

async function isHealthy() {
  /** @type {RequestInit} */
  const options = { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) };
  try {
    return (await reach(`${PREFIX}health`, options)).ok;
  } catch {
    return false;
  }
}

async function check() {
  const healthy = await isHealthy();
  timer = 0;
  if (!healthy) {
    root.dataset.connection = "lost";
    checkIn(EVERY);
    return;
  }
  backAt = performance.now();
  if (root.dataset.connection === "lost") {
    root.dataset.connection = "back";
    setTimeout(() => root.dataset.connection === "back" && delete root.dataset.connection, BRIEFLY);
  }
  const kept = [...waiting.values()];
  waiting.clear();
  for (const release of kept) release(true);
}

/** @param {Resource} resource @param {RequestInit} [options] */
async function answerOf(resource, options) {
  try {
    const answer = await reach(resource, options);
    return UNREACHABLE.includes(answer.status) ? null : answer;
  } catch (error) {
    if (isAborted(error)) throw error;
    return null;
  }
}

/**
 * Tell the rest of the page (page/renewed.mjs) in an event; false where it wants no more of it.
 * @param {string} name
 * @param {string} detail
 */
const tell = (name, detail) =>
  window.dispatchEvent(new CustomEvent(name, { detail, cancelable: true }));

/**
 * Ask the page's own server; the answer takes as long as the server is away.
 * @param {Resource} resource
 * @param {RequestInit} [options]
 */
export async function ask(resource, options) {
  for (;;) {
    const answer = await answerOf(resource, options);
    // What is kept of other models is dropped with the page, and this answer with it.
    const models = answer?.headers.get("Lab-Models");
    if (models && !tell("lab-models", models)) return new Promise(() => {});
    if (answer) return answer;
    if (!(await untilBack(nameOf(resource, options)))) return new Response(null, { status: 204 });
  }
}

/**
 * Ask for Dash. What never reached a callback is told here, and changes nothing on the page.
 * @param {Resource} resource
 * @param {RequestInit} [options]
 */
async function askForDash(resource, options) {
  const answer = await ask(resource, options);
  if (answer.status < 400 || options?.method !== "POST") return answer;
  const said = await answer.json().catch(() => ({}));
  tell("lab-refused", said.refused ?? REFUSED);
  return new Response(null, { status: 204 });
}

window.fetch = (resource, options) =>
  String(resource instanceof Request ? resource.url : resource).includes(`${PREFIX}_dash-`)
    ? askForDash(resource, options)
    : reach(resource, options);

// A server on this machine answers without a network too, so it is asked before anything is said.
window.addEventListener("offline", () => checkIn(0));
window.addEventListener("online", () => checkIn(0));
