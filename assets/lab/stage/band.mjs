/* The strengths at which the pair is clean, as bands on the slider's track. */
import { lab } from "../model/store.mjs";
import { isPair, pairKey } from "../model/view.mjs";
import { strengthText } from "../motion/damping.mjs";
import { IDS } from "../names.mjs";
import { explain } from "./terms.mjs";

/** A run of clean dampings, lowest first, as a piece of the track. @param {[number, number]} run */
function pieceOf([low, high]) {
  const piece = document.createElement("div");
  piece.style.setProperty("--from", `${100 * (1 - high)}%`);
  piece.style.setProperty("--share", `${100 * (high - low)}%`);
  return piece;
}

/** The runs in words: clean from 34 %, clean 34 % to 60 %. @param {[number, number][] | null} runs */
function wordsOf(runs) {
  if (!runs) return "no verdict";
  if (!runs.length) return "clean at no strength";
  const parts = runs.map(([low, high]) =>
    low === 0 ? `from ${strengthText(high)}` : `${strengthText(high)} to ${strengthText(low)}`,
  );
  return `clean ${parts.join(", ")}`;
}

lab.subscribe(({ band, view }, before) => {
  if (band === before.band && view === before.view) return;
  const place = document.getElementById(IDS.CLEAN_BAND);
  if (!place || !view) return;
  // They are the pair's alone, and another edit's with other operations beside it.
  const known = band?.pair === pairKey(view) && isPair(view) ? band : null;
  place.replaceChildren(...(known?.runs ?? []).map(pieceOf));
  const words = document.getElementById(IDS.CLEAN_TEXT);
  if (words) explain(words, known ? wordsOf(known.runs) : "");
});
