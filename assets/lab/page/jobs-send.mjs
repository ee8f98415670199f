/* What is asked of a job on its way to the server. */
/** @import { JobAsked } from "../jobs.d.ts" */
import { ask } from "../connection.mjs";
import { OWN, PREFIX } from "../names.mjs";
import { keep, recall } from "./memory.mjs";

const KEPT = "weight-surgery-browser";
const FAILED = "The server could not answer. Try again.";

/** 16 random bytes, in hexadecimal digits. */
function made() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* By which the server tells that two tabs of this browser ask for the same; where the browser keeps
   nothing, this page's alone. */
const token = recall(KEPT) ?? made();
keep(KEPT, token);

/**
 * Ask, and say why not where there is no answer.
 * @template Answer
 * @param {JobAsked} asked
 * @param {File} [file]
 * @returns {Promise<Answer | { refused: string, unheard?: boolean }>}
 */
async function send(asked, file) {
  if (file && file.size > OWN.most) return { refused: OWN.tooLarge };
  const body = new FormData();
  body.append("asked", JSON.stringify(asked));
  if (file) body.append("file", file, file.name);
  try {
    const reply = await ask(`${PREFIX}lab/jobs`, { method: "POST", body });
    return await reply.json();
  } catch {
    return { refused: FAILED, unheard: true };
  }
}

/** @typedef {import("../jobs.d.ts").JobAnswer} JobAnswer */
/** @typedef {import("../jobs.d.ts").TakesAnswer} TakesAnswer */

/**
 * Start a job, or attach to it where it is at work for this browser already.
 * @param {"train" | "capture"} kind
 * @param {Record<string, unknown>} asked
 * @param {File} [file]
 * @returns {Promise<JobAnswer>}
 */
export const start = (kind, asked, file) => send({ do: "start", token, kind, asked }, file);

/** @param {string} job @returns {Promise<JobAnswer>} */
export const look = (job) => send({ do: "look", job });

/** @param {string} job @returns {Promise<JobAnswer>} */
export const cancel = (job) => send({ do: "cancel", job });

/** @param {Record<string, unknown>} asked @returns {Promise<TakesAnswer>} */
export const takes = (asked) => send({ do: "takes", asked });
