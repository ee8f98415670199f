/* A file on its way to the server, one after the other, and what the server makes of it. */
/** @import { OwnAnswer, OwnChoices } from "../own.d.ts" */
import { ask } from "../connection.mjs";
import { OWN, PREFIX } from "../names.mjs";
import { ownModels } from "./own-memory.mjs";

const FAILED = "The server could not read it. Try again, or a smaller file.";
/** @type {Promise<unknown>} */
let before = Promise.resolve();

/**
 * Send a file to be looked at, or opened.
 * @param {File} file
 * @param {OwnChoices | null} choices of a table's columns
 * @param {boolean} [opens]
 * @returns {Promise<OwnAnswer>}
 */
export function send(file, choices, opens = false) {
  if (file.size > OWN.most) return Promise.resolve({ refused: OWN.tooLarge });
  const mine = before.then(() => post(file, choices, opens));
  before = mine;
  return mine;
}

/**
 * @param {File} file
 * @param {OwnChoices | null} choices
 * @param {boolean} opens
 * @returns {Promise<OwnAnswer>}
 */
async function post(file, choices, opens) {
  const body = new FormData();
  body.append("choices", JSON.stringify(choices));
  body.append("open", opens ? "1" : "0");
  for (const model of ownModels()) body.append("own", model);
  body.append("file", file, file.name);
  try {
    const reply = await ask(`${PREFIX}lab/own`, { method: "POST", body });
    return await reply.json();
  } catch {
    return { refused: FAILED };
  }
}
