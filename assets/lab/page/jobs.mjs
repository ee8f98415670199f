/* Train your own: a job is started or attached to, looked at once a second while it is at work and
   somebody sees the page, and its model is opened. Its id is in the address, so that a reload finds it. */
/** @import { JobAnswer, JobWords } from "../jobs.d.ts" */
import { lab } from "../model/store.mjs";
import { wholeOf } from "../model/typed.mjs";
import { whenMounted } from "../mounted.mjs";
import { IDS, OWN } from "../names.mjs";
import { ownOf } from "./buttons.mjs";
import { around, buttonIdOf } from "./events.mjs";
import { draw, say } from "./jobs-card.mjs";
import { cancel, look, start, takes } from "./jobs-send.mjs";
import { element } from "./own-card.mjs";
import { toast } from "./toast.mjs";

const EVERY_MS = 1000;
const ID = /^[\w-]{22}$/;

/** @type {JobWords | null} */
let job = null;
let timer = 0;
let serial = 0;

const dialog = () =>
  /** @type {HTMLDialogElement | null} */ (document.getElementById(IDS.JOBS_DIALOG));

/** What is written in the form, by the names of its fields. @returns {Record<string, unknown>} */
function asked() {
  /** @type {NodeListOf<HTMLInputElement | HTMLSelectElement>} */
  const fields = document.querySelectorAll(`#${IDS.JOBS_FORM} [name]`);
  return Object.fromEntries([...fields].map((field) => [field.name, meant(field)]));
}

/** A whole number of a field for them, else what is written. @param {HTMLElement & { value: string }} field */
const meant = ({ inputMode, value }) => (inputMode === "numeric" ? wholeOf(value) : value);

/** @param {JobWords | null} found */
function show(found) {
  const before = job;
  job = found;
  draw(job);
  lab.dispatch({ type: "jobbed", job: job?.id ?? null });
  const ended = before?.live && job && !job.live;
  if (ended && !dialog()?.open) {
    toast(
      job?.title ?? "",
      job?.sentence || job?.line || "",
      job?.state === "done" ? "violet" : "orange",
    );
  }
  next();
}

/** Look again in a second, if there is something to see and somebody who sees it. */
function next() {
  clearTimeout(timer);
  if (job?.live && !document.hidden) timer = window.setTimeout(lookAgain, EVERY_MS);
}

const lookAgain = () => job && hear(job.id, look(job.id));

/**
 * Take an answer, unless something was asked since.
 * @param {string} id
 * @param {Promise<JobAnswer>} coming
 */
async function hear(id, coming) {
  serial += 1;
  const mine = serial;
  const answer = await coming;
  if (mine !== serial) return;
  if (answer.refused === undefined) show(answer);
  else if (answer.unheard) next();
  else show(gone(id, answer.refused));
}

/** A job of which nothing is known. @param {string} id @param {string} sentence @returns {JobWords} */
const gone = (id, sentence) => ({
  id,
  state: "failed",
  live: false,
  title: "Your training",
  line: "no longer known",
  share: null,
  facts: [],
  sentence,
  model: "",
});

/** @param {"train" | "capture"} kind @param {Record<string, unknown>} given @param {File} [file] */
async function begin(kind, given, file) {
  const button = /** @type {HTMLButtonElement | null} */ (document.getElementById(IDS.JOBS_START));
  if (!button || button.disabled) return;
  button.disabled = true;
  say("");
  const answer = await start(kind, given, file);
  button.disabled = false;
  if (answer.refused !== undefined) {
    say(answer.refused);
    return;
  }
  show(answer);
  focusOn("cancel");
}

/** @param {string} act */
function focusOn(act) {
  const button = document.querySelector(`#${IDS.JOBS_CARD} [data-job="${act}"]`);
  if (button instanceof HTMLElement) button.focus();
}

/** What an act does with the job that is shown. @type {Record<string, (shown: JobWords) => void>} */
const ACTIONS = {
  show: () => open(),
  cancel: ({ id }) => hear(id, cancel(id)),
  leave: () => show(null),
  open({ model }) {
    const { view } = lab.get();
    dialog()?.close();
    show(null);
    const query = new URLSearchParams({ model }).toString();
    lab.dispatch({ type: "opened", query, over: view ? ownOf(view) : {} });
  },
};

function open() {
  const place = dialog();
  if (!place || place.open || lab.get().view?.embed) return;
  addField();
  say("");
  foresee();
  place.showModal();
}

/** The data sets that are here. @returns {string[]} */
export function datasets() {
  const list = document.querySelector(`#${IDS.JOBS_FORM} [name=dataset]`);
  return list instanceof HTMLSelectElement ? [...list.options].map(({ value }) => value) : [];
}

/** Capture a checkpoint on a data set. @param {File} file @param {string} dataset */
export function capture(file, dataset) {
  open();
  begin("capture", { dataset, name: file.name }, file);
}

/* The field that a checkpoint is chosen with, which Dash has none of. */
function addField() {
  const place = document.querySelector(`#${IDS.JOBS_FORM} details`);
  if (!place || place.querySelector("input")) return;
  const label = element("label", "own-choose", "Checkpoint");
  const field = element("input");
  field.type = "file";
  field.accept = OWN.checkpoints.join();
  field.addEventListener("change", () => {
    const [file] = field.files ?? [];
    if (file) capture(file, String(asked().dataset));
    field.value = "";
  });
  label.append(field);
  place.append(label);
}

/* What the run that is written in the form will take, or why it cannot be made. */
async function foresee() {
  const given = asked();
  const answer = await takes(given);
  // Something else is written by now.
  if (JSON.stringify(given) !== JSON.stringify(asked())) return;
  const words = answer.refused ?? answer.takes;
  document.getElementById(IDS.JOBS_TAKES)?.replaceChildren(words);
}

document.addEventListener("click", (event) => {
  const id = buttonIdOf(event);
  if (id === IDS.JOBS_BUTTON) open();
  if (id === IDS.JOBS_CLOSE) dialog()?.close();
  if (id === IDS.JOBS_START) begin("train", asked());
  const act = around(event, "[data-job]");
  if (act instanceof HTMLElement && job) ACTIONS[act.dataset.job ?? ""]?.(job);
});
document.addEventListener("input", (event) => {
  if (around(event, `#${IDS.JOBS_FORM}`)) foresee();
});
document.addEventListener("visibilitychange", () => {
  clearTimeout(timer);
  if (job?.live && !document.hidden) lookAgain();
});

/* The job that this page waited for when it was left. */
const given = new URLSearchParams(window.location.search).get("job");
if (given && ID.test(given)) {
  lab.dispatch({ type: "jobbed", job: given });
  whenMounted(() => hear(given, look(given)));
}
