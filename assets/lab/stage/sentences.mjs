/* Samples that are sentences: their texts, asked for once a model and then at hand. */
import { ask } from "../connection.mjs";
import { PREFIX } from "../names.mjs";

/** @type {{ address: string | null, texts: string[] | null }} */
const known = { address: null, texts: null };

/**
 * Have the texts at an address, null for a model without; `done` is called once they are there.
 * @param {string | null} address
 * @param {() => void} done
 */
export async function useTexts(address, done) {
  Object.assign(known, { address, texts: null });
  if (!address) return;
  const answer = await ask(`${PREFIX}${address}`);
  const texts = answer.status === 200 ? await answer.json() : null;
  // Another model may have come meanwhile.
  if (known.address !== address) return;
  known.texts = texts;
  done();
}

/** Whether the samples are sentences, and these are there. */
export const hasTexts = () => known.texts !== null;

/**
 * Write a sample's sentence where its image would be, and nothing where it has none.
 * @param {HTMLElement} element
 * @param {number} index
 */
export function writeSentence(element, index) {
  const text = known.texts?.[index] ?? "";
  element.classList.toggle("sentence", text !== "");
  // Each in its own script's direction.
  if (text) element.dir = "auto";
  if (element.textContent !== text) element.textContent = text;
}
