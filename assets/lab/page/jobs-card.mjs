/* How far a job is: in the dialog as a card, and on the page as a line. Both are made once for a job,
   and then only their words change, so that a button keeps the focus. */
/** @import { JobWords } from "../jobs.d.ts" */
import { IDS } from "../names.mjs";
import { element } from "./own-card.mjs";

/** @param {string} id */
const place = (id) => document.getElementById(id);

/** What is done with a job, by the word on the button. @type {Record<string, string>} */
export const ACTS = { show: "Show", cancel: "Cancel", open: "Open", leave: "Close" };

/** @param {string} act @param {string} [words] */
function button(act, words = ACTS[act]) {
  const made = element("button", act === "open" ? "own-open" : "jobs-act", words);
  made.type = "button";
  made.dataset.job = act;
  return made;
}

function bar() {
  const made = element("progress", "jobs-bar");
  made.setAttribute("aria-label", "How far it is");
  return made;
}

/** @param {HTMLElement} root @param {JobWords} job */
function fillBar(root, { share, live }) {
  const made = root.querySelector("progress");
  if (!made) return;
  made.hidden = !live;
  // Without a value it moves to and fro.
  if (share === null) made.removeAttribute("value");
  else made.value = share;
}

/**
 * Only what can be done with a job is offered.
 * @param {HTMLElement} root
 * @param {JobWords} job
 */
function offer(root, { live, state, title }) {
  const offered = live ? ["show", "cancel"] : state === "done" ? ["open", "leave"] : ["leave"];
  for (const act of Object.keys(ACTS)) {
    const made = /** @type {HTMLElement | null} */ (root.querySelector(`[data-job="${act}"]`));
    if (!made) continue;
    // What had the focus and goes gives it on.
    const leaves = made === document.activeElement && !offered.includes(act);
    made.hidden = !offered.includes(act);
    if (act === "open") made.textContent = root.id === IDS.JOBS_CARD ? `Open ${title}` : "Open";
    if (leaves) {
      const [next] = offered.map((one) => root.querySelector(`[data-job="${one}"]`));
      if (next instanceof HTMLElement) next.focus();
    }
  }
}

/** @param {HTMLElement} root @param {string} id @param {() => Element[]} parts */
function made(root, id, parts) {
  if (root.dataset.of === id) return;
  root.dataset.of = id;
  root.replaceChildren(...parts());
}

/** @param {HTMLElement} card @param {JobWords} job */
function fillCard(card, job) {
  made(card, job.id, () => {
    const acts = element("div", "jobs-acts");
    acts.append(...["open", "cancel", "leave"].map((act) => button(act)));
    return [element("h3"), bar(), element("dl"), element("p"), acts];
  });
  const [title, facts, words] = ["h3", "dl", "p"].map((name) => card.querySelector(name));
  title?.replaceChildren(job.title);
  facts?.replaceChildren(
    ...job.facts.map(([name, value]) => {
      const row = element("div");
      row.append(element("dt", "", name), element("dd", "", value));
      return row;
    }),
  );
  words?.replaceChildren(job.sentence);
  words?.classList.toggle("own-refused", job.state === "failed");
  fillBar(card, job);
  offer(card, job);
}

/** @param {HTMLElement} line @param {JobWords} job */
function fillLine(line, job) {
  made(line, job.id, () => {
    const acts = element("div", "jobs-acts");
    acts.append(...["show", "open", "cancel", "leave"].map((act) => button(act)));
    return [element("strong"), element("span"), bar(), acts];
  });
  line.querySelector("strong")?.replaceChildren(job.title);
  line.querySelector("span")?.replaceChildren(job.line);
  fillBar(line, job);
  offer(line, job);
}

/** Show a job, or that there is none. @param {JobWords | null} job */
export function draw(job) {
  document.documentElement.toggleAttribute("data-jobs", job !== null);
  const [card, line, form] = [IDS.JOBS_CARD, IDS.JOBS_LINE, IDS.JOBS_FORM].map(place);
  if (!card || !line || !form) return;
  form.hidden = job !== null;
  if (job) {
    fillCard(card, job);
    fillLine(line, job);
    return;
  }
  for (const root of [card, line]) {
    delete root.dataset.of;
    root.replaceChildren();
  }
}

/** Say a sentence in the dialog. @param {string} sentence */
export const say = (sentence) =>
  document.querySelector(`#${IDS.JOBS_DIALOG} .jobs-said`)?.replaceChildren(sentence);
