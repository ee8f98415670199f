/* The legend of the scenes, written anew when what it counts has changed. */
/** @import { Entry } from "../figures/legend.mjs" */
import { legendOf } from "../figures/legend.mjs";
import { IDS } from "../names.mjs";
import { onDrawn } from "./samples.mjs";

let written = "";

/** @param {Entry} entry */
function entryOf([mark, words, meaning]) {
  const entry = document.createElement("span");
  entry.className = mark ? "legend-entry" : "legend-count";
  if (mark) {
    const sign = document.createElement("span");
    sign.className = `mark ${mark}`;
    entry.append(sign);
  }
  const said = document.createElement("span");
  said.className = "legend-words";
  said.textContent = words;
  entry.title = meaning || words;
  entry.append(said);
  return entry;
}

onDrawn((state) => {
  const place = document.getElementById(IDS.EMBEDDING_LEGEND);
  const entries = legendOf(state);
  const text = JSON.stringify(entries);
  if (!place || (text === written && place.childElementCount)) return;
  written = text;
  place.replaceChildren(...entries.map(entryOf));
});
