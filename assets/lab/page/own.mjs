/* Open your own: files that are dropped or chosen, each looked at by the server, and opened there under
   an address that only this browser knows. */
/** @import { Page } from "../model.d.ts" */
/** @import { OwnChoices } from "../own.d.ts" */
import { lab } from "../model/store.mjs";
import { whenMounted } from "../mounted.mjs";
import { IDS, OWN } from "../names.mjs";
import { ownOf } from "./buttons.mjs";
import { around, buttonIdOf } from "./events.mjs";
import { capture, datasets } from "./jobs.mjs";
import {
  checkpointCard,
  element,
  fileCard,
  refusedCard,
  retheme,
  waitingCard,
} from "./own-card.mjs";
import { forget, isOwn, offerBeside, remember } from "./own-memory.mjs";
import { send } from "./own-send.mjs";

const dialog = () =>
  /** @type {HTMLDialogElement | null} */ (document.getElementById(IDS.OWN_DIALOG));

function show() {
  const { view } = lab.get();
  const place = dialog();
  if (!place || place.open || view?.embed) return;
  if (!place.querySelector("input")) addField();
  place.showModal();
}

/* The field that files are chosen with, which Dash has none of. */
function addField() {
  const label = element("label", "own-choose", "Drop files here, or choose some");
  const field = element("input");
  field.type = "file";
  field.multiple = true;
  field.accept = OWN.accepted;
  field.addEventListener("change", () => {
    add(field.files);
    // The same file may be chosen again, once it is mended.
    field.value = "";
  });
  label.append(field);
  document.getElementById(IDS.OWN_DROP)?.append(label);
}

/** @param {FileList | null | undefined} files */
function add(files) {
  const list = document.getElementById(IDS.OWN_FILES);
  for (const file of files ?? []) {
    const card = element("article", "own-file");
    list?.append(card);
    look(file, card, null);
  }
}

/**
 * A checkpoint says nothing without a data set: a job reads it on the one that is chosen.
 * @param {File} file
 * @param {HTMLElement} card
 */
function offer(file, card) {
  const begin = (/** @type {string} */ dataset) => {
    card.remove();
    dialog()?.close();
    capture(file, dataset);
  };
  card.replaceChildren(...checkpointCard(file.name, datasets(), begin));
}

/**
 * Have a file looked at, and write what is said of it.
 * @param {File} file
 * @param {HTMLElement} card
 * @param {OwnChoices | null} choices
 */
async function look(file, card, choices) {
  if (choices) card.setAttribute("aria-busy", "true");
  else card.replaceChildren(...waitingCard(file.name, "Reading…"));
  const answer = await send(file, choices);
  card.removeAttribute("aria-busy");
  if (answer.refused !== undefined) {
    card.replaceChildren(...refusedCard(file.name, answer.refused));
  } else if ("checkpoint" in answer) {
    offer(file, card);
  } else if (answer.model === undefined) {
    const choose = (/** @type {OwnChoices} */ chosen) => look(file, card, chosen);
    const { query } = answer;
    const open = (/** @type {OwnChoices | null} */ chosen) =>
      query ? openLink(query) : keep(file, card, chosen);
    card.replaceChildren(...fileCard(file.name, answer, choose, open));
  }
}

/**
 * Have a file kept, and show it.
 * @param {File} file
 * @param {HTMLElement} card
 * @param {OwnChoices | null} choices
 */
async function keep(file, card, choices) {
  card.setAttribute("aria-busy", "true");
  const chosen = choices && {
    label: choices.label,
    split: choices.split,
    normalise: choices.normalise,
  };
  const answer = await send(file, chosen, true);
  card.removeAttribute("aria-busy");
  if (answer.refused !== undefined) {
    card.replaceChildren(...refusedCard(file.name, answer.refused));
    return;
  }
  if (answer.model === undefined) return;
  card.remove();
  openModel(answer.model, answer.title);
}

/** @param {string} model @param {string} title */
function openModel(model, title) {
  remember(model, title);
  openLink(new URLSearchParams({ model }).toString());
}

/** @param {string} query */
function openLink(query) {
  const { view } = lab.get();
  dialog()?.close();
  lab.dispatch({ type: "opened", query, over: view ? ownOf(view) : {} });
}

document.addEventListener("click", (event) => {
  const id = buttonIdOf(event);
  if (id === IDS.OWN_BUTTON) show();
  if (id === IDS.OWN_CLOSE) dialog()?.close();
});

/* Files may be dropped anywhere on the page; what is dragged within it is none. */
/** @param {DragEvent} event */
const hasFiles = ({ dataTransfer }) => Boolean(dataTransfer?.types.includes("Files"));

document.addEventListener("dragover", (event) => {
  if (!dialog() || !hasFiles(event)) return;
  event.preventDefault();
  dialog()?.classList.toggle("over", Boolean(around(event, ".own-drop")));
});
document.addEventListener("drop", (event) => {
  if (!dialog() || !hasFiles(event)) return;
  event.preventDefault();
  dialog()?.classList.remove("over");
  show();
  add(event.dataTransfer?.files);
});

/** The model that was last asked for, until that is answered. @type {string | null} */
let awaited = null;

/** @param {Page} state */
function askedModel({ question }) {
  if (!question) return null;
  if ("fields" in question) return question.fields.model;
  return new URLSearchParams(question.query).get("model");
}

lab.subscribe((state, before) => {
  if (state.question !== before.question) awaited = askedModel(state);
  if (state.answered === before.answered || !state.view) return;
  const { model } = state.view;
  if (awaited && isOwn(awaited) && awaited !== model) forget(awaited);
  awaited = null;
  // A link to one's own, from another window or from the one who brought it.
  if (isOwn(model) && state.title) remember(model, state.title);
});

lab.subscribe((state, before) => {
  if (state.scheme !== before.scheme) retheme(state.scheme);
});

export const own = {
  /** Dash has the models that everybody may choose. @param {string[]} models */
  offer: (models) => whenMounted(() => offerBeside(models)),
};
