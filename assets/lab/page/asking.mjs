/* What the server is asked: one question, answered in words by Dash's callback and in samples by an
   address of their own. */
/** @import { Answer, Question } from "../model.d.ts" */
import { ask, isAborted } from "../connection.mjs";
import { setProps } from "../dash.mjs";
import { lab } from "../model/store.mjs";
import { samplesOf } from "../motion/columns.mjs";
import { whenMounted } from "../mounted.mjs";
import { IDS, PREFIX } from "../names.mjs";
import { takeBack } from "./toast.mjs";

let flight = new AbortController();

/** @param {Question} question */
async function fetchSamples(question) {
  flight.abort();
  flight = new AbortController();
  const { motion } = lab.get();
  const query = new URLSearchParams({ asked: JSON.stringify(question), held: motion?.key ?? "" });
  try {
    const reply = await ask(`${PREFIX}lab/samples?${query}`, { signal: flight.signal });
    // Asked of a server that is away, and a later question has taken its place.
    if (reply.status !== 200) return;
    const found = samplesOf(await reply.arrayBuffer());
    const kept = found.motion ?? lab.get().motion;
    if (found.reads && kept?.key === found.reads.key) {
      lab.dispatch({ type: "sampled", motion: kept, reads: found.reads });
    }
  } catch (error) {
    // A later question has taken this one's place.
    if (!isAborted(error)) throw error;
  }
}

lab.subscribe(({ question }, before) => {
  if (!question || question === before.question) return;
  fetchSamples(question);
  whenMounted(() => setProps(IDS.ASK_STORE, { data: question }));
});

/** The toast that says why the last question was refused. @type {string | null} */
let told = null;

export const asking = {
  /** Dash has an answer. What an earlier refusal said is settled by it. @param {Answer | null} answer */
  answered(answer) {
    if (!answer) return;
    if (told) takeBack(told);
    told = answer.refused === undefined ? null : answer.told;
    lab.dispatch({ type: "answered", ...answer });
  },
};
