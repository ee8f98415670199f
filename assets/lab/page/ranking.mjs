/* Where the pair is clean, its rank among all pairs of its model, and the presets: asked for once a
   pair is drawn; the ranking once a model, and told again without asking. */
/** @import { Band, Page, Ranking } from "../model.d.ts" */
/** @import { Motion } from "../types.d.ts" */
import { setProps } from "../dash.mjs";
import { lab } from "../model/store.mjs";
import { ALONE, atlasKey, isPair, pairKey } from "../model/view.mjs";
import { shortText, strengthText } from "../motion/damping.mjs";
import { IDS } from "../names.mjs";
import { onDrawn, shown } from "../stage/samples.mjs";
import { buttonIdOf } from "./events.mjs";
import { labKeys } from "./keys.mjs";
import { toast } from "./toast.mjs";

// A larger atlas is measured only when somebody looks at it.
const MOST_PAIRS = 100;
const MEASURE_FIRST = "Measure the most promising in the Atlas first.";
// The pair that was last asked for, and the model whose ranking was.
/** @type {{ pair: string | null, ranking: string | null, measured: number }} */
const asked = { pair: null, ranking: null, measured: 0 };

/** @param {Motion} motion */
const pairsOf = ({ names }) => (names.length * (names.length - 1)) / 2;
/** @param {number[]} one @param {number[]} other */
const samePair = (one, other) => [...one].sort().join() === [...other].sort().join();

/** The place of the nearest to a damping. @param {number[]} dampings @param {number} damping */
export const nearest = (dampings, damping) =>
  dampings.reduce(
    (best, one, at) => (Math.abs(one - damping) < Math.abs(dampings[best] - damping) ? at : best),
    0,
  );

/** The ranking, unless it is of another model or of other choices. @param {Page} state */
const rankingOf = ({ view, ranking }) => (view && ranking?.key === atlasKey(view) ? ranking : null);

/**
 * What is ranked at the damping of the view: its column, the pairs in order, and where this one is.
 * @param {Page} state
 */
function placeOf(state) {
  const { view } = state;
  const ranking = rankingOf(state);
  if (!view || !ranking) return null;
  const column = nearest(ranking.dampings, Number(view.damping));
  // Pairs without a verdict come last there, and have no rank.
  const order = ranking.orders[column]
    .slice(0, ranking.judged[column])
    .map((row) => ranking.pairs[row]);
  // A plan is more than a pair, and has no rank among them.
  const at = !isPair(view) ? -1 : order.findIndex((pair) => samePair(pair, view.classes));
  return { ranking, column, order, at };
}

/** What is said of a pair among too many to measure. @param {number} measured */
const unmeasuredWords = (measured) => ({
  rank: "Not ranked by measurement",
  more: measured
    ? `This pair is not among the ${measured} that are measured in the Atlas. Keys [ and ] step through those.`
    : MEASURE_FIRST,
});

/** @param {Page} state */
function wordsOf(state) {
  const place = placeOf(state);
  if (!place) return null;
  if (place.at < 0) return state.catalogue ? unmeasuredWords(place.order.length) : null;
  const { dampings, clean } = place.ranking;
  const damping = dampings[place.column];
  const of = state.catalogue ? "measured " : "";
  const rank = `Rank ${place.at + 1} of ${place.order.length} ${of}`.trim();
  const more =
    `pairs by verdict, then cost of merging, at ${strengthText(damping)} edit strength (damping ` +
    `${shortText(damping)}), where ${clean[place.column]} are clean. ` +
    "Keys [ and ] step through the ranking.";
  return { rank, more };
}

/**
 * The rank is seen; by what it is one, when it is pointed at or has the focus.
 * @param {HTMLElement} place
 * @param {ReturnType<typeof wordsOf>} words
 */
function writeRank(place, words) {
  place.tabIndex = words ? 0 : -1;
  const more = document.createElement("div");
  more.className = "rank-more";
  more.textContent = words?.more ?? "";
  place.replaceChildren(...(words ? [words.rank, " ", more] : []));
}

/** @param {number} by */
function step(by) {
  const place = placeOf(lab.get());
  if (!place) return;
  if (lab.get().catalogue && !place.order.length) toast("No pair to step to", MEASURE_FIRST);
  const next = place.order[Math.min(place.order.length - 1, Math.max(0, place.at + by))];
  if (next) lab.dispatch({ type: "set", changes: { ...ALONE, classes: next } });
}

function consider() {
  const { view, edit, catalogue, many } = lab.get();
  const drawn = shown();
  if (!view || !drawn || drawn.reads.edit !== edit) return;
  // Among many pairs another is ranked once it is measured.
  const measured = catalogue ? (many?.progress?.measured ?? 0) : 0;
  if (asked.pair === pairKey(view) && asked.measured === measured) return;
  asked.pair = pairKey(view);
  asked.measured = measured;
  // Dash drops the answer to a question that another one has followed.
  const rank = catalogue || (!rankingOf(lab.get()) && pairsOf(drawn.motion) <= MOST_PAIRS);
  if (rank) asked.ranking = atlasKey(view);
  setProps(IDS.RANKING_ASK, { data: { edit, rank } });
}

onDrawn(consider);
lab.subscribe((state, before) => {
  const { catalogue, edit, view } = state;
  if (edit !== before.edit) consider();
  else if (catalogue && view?.view === "pair" && before.view?.view !== "pair") consider();
});

lab.subscribe((state, before) => {
  if (state.view === before.view && state.ranking === before.ranking) return;
  const isOther = Boolean(state.ranking) && !rankingOf(state);
  document.documentElement.toggleAttribute("data-unranked", isOther);
  const place = document.getElementById(IDS.RANK);
  if (place) writeRank(place, wordsOf(state));
});

/* A preset of another model, or of other choices, is no offer. */
document.addEventListener("click", (event) => {
  const offer = rankingOf(lab.get())?.offers[buttonIdOf(event)];
  if (!offer) return;
  lab.dispatch({ type: "set", changes: { ...ALONE, ...offer, view: "pair" } });
});

labKeys.add("[", () => step(-1));
labKeys.add("]", () => step(1));

export const ranking = {
  /** @param {{ edit: string, band: Band["runs"], ranking?: Omit<Ranking, "key"> } | null} answer */
  hear(answer) {
    if (!answer) return;
    const { edit, band, ranking: found } = answer;
    if (found) lab.dispatch({ type: "ranked", ranking: { ...found, key: asked.ranking } });
    if (edit === lab.get().edit) lab.dispatch({ type: "banded", band, pair: asked.pair });
  },
};
