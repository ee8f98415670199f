/* One file in the dialog: what it is, a first picture of it, what of a table was guessed and may be
   chosen otherwise, and a button that opens it. */
/** @import { Figure, Graph, Scheme } from "../types.d.ts" */
/** @import { OwnChoices, OwnFile, OwnTable } from "../own.d.ts" */
import { lab } from "../model/store.mjs";
import { LOOK } from "../names.mjs";

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {string} [className]
 * @param {string} [words]
 */
export function element(name, className = "", words = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (words) made.textContent = words;
  return made;
}

/**
 * A field with its label.
 * @param {string} words
 * @param {[string, string][]} options values and words
 * @param {string} value
 * @param {(value: string) => void} choose
 */
function fieldOf(words, options, value, choose) {
  const label = element("label", "own-field");
  const select = element("select");
  for (const [own, said] of options) {
    const option = element("option", "", said);
    option.value = own;
    select.append(option);
  }
  select.value = value;
  select.addEventListener("change", () => choose(select.value));
  label.append(element("span", "", words), select);
  return label;
}

/**
 * @param {OwnTable} table
 * @param {(choices: OwnChoices) => void} choose
 */
function fieldsOf({ label, labels, split, splits, normalise, ways, numbers }, choose) {
  const place = element("div", "own-fields");
  const chosen = { label, split, normalise };
  place.append(
    fieldOf(
      "Labels",
      labels.map((name) => [name, name]),
      label,
      // Another label may have another way that reads more.
      (value) => choose({ ...chosen, label: value, normalise: null }),
    ),
    fieldOf("To fit on", splits, split, (value) =>
      choose({ ...chosen, split: value, normalise: null }),
    ),
    fieldOf(
      "Read by",
      ways.map(([way, words]) => [String(way), words]),
      String(normalise),
      (value) => choose({ ...chosen, normalise: value === "true" }),
    ),
    element("p", "note", numbers),
  );
  return place;
}

/** @param {Figure} picture @param {Scheme} scheme */
function draw(picture, scheme) {
  const place = /** @type {Graph} */ (/** @type {unknown} */ (element("div", "own-picture")));
  const layout = { ...picture.layout, template: LOOK.templates[scheme] };
  // It is measured, so it has to be on the page first.
  requestAnimationFrame(async () => (await window.Plotly).react(place, picture.data, layout));
  return place;
}

/** Draw the pictures that are there in another theme. @param {Scheme} scheme */
export function retheme(scheme) {
  for (const place of document.querySelectorAll(".own-picture.js-plotly-plot")) {
    const graph = /** @type {Graph} */ (/** @type {unknown} */ (place));
    window.Plotly.relayout(graph, { template: LOOK.templates[scheme] });
  }
}

/** The name of a file, with what is being done with it. @param {string} name @param {string} words */
export function waitingCard(name, words) {
  return [element("h3", "", name), element("p", "note", words)];
}

/** A file that cannot be opened. @param {string} name @param {string} sentence */
export function refusedCard(name, sentence) {
  return [element("h3", "", name), element("p", "own-refused", sentence)];
}

/**
 * A file that can be opened.
 * @param {string} name
 * @param {OwnFile} file
 * @param {(choices: OwnChoices) => void} choose
 * @param {(choices: OwnChoices | null) => void} open
 */
export function fileCard(name, file, choose, open) {
  const { table } = file;
  const words = element("div", "own-words");
  const button = element("button", "own-open", `Open ${file.title}`);
  button.type = "button";
  button.addEventListener("click", () => open(table));
  const verdict = element("p", file.chance ? "own-verdict chance" : "own-verdict", file.verdict);
  words.append(verdict, element("p", "note", file.facts));
  if (table) words.append(fieldsOf(table, choose));
  words.append(...file.notes.map((note) => element("p", "note", note)), button);
  if (!file.picture) return [element("h3", "", name), words];
  const figure = element("figure");
  figure.append(draw(file.picture, lab.get().scheme), element("figcaption", "note", file.caption));
  const body = element("div", "own-body");
  body.append(figure, words);
  return [element("h3", "", name), body];
}

/**
 * A network's parameters, whose features are read on a data set.
 * @param {string} name
 * @param {string[]} datasets
 * @param {(dataset: string) => void} begin
 */
export function checkpointCard(name, datasets, begin) {
  let [chosen = ""] = datasets;
  const words = element("div", "own-words");
  const field = fieldOf(
    "Data set",
    datasets.map((one) => [one, one]),
    chosen,
    (value) => {
      chosen = value;
    },
  );
  const button = element("button", "own-open", "Capture it");
  button.type = "button";
  button.addEventListener("click", () => begin(chosen));
  words.append(
    element("p", "note", "A checkpoint: what its network sees of a data set is captured by a job."),
    field,
    button,
  );
  return [element("h3", "", name), words];
}
