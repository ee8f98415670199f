/* The atlas on the page: asks for it part by part, keeps it, and draws any figure at any damping
   from what is kept. Figures come from the server; nothing is computed here but order and words. */
import { hold, setProps, triggers } from "../dash.mjs";
import { dampingText, mapOf, paretoOf, ranked, tableOf } from "../figures/atlas.mjs";
import { page } from "./page.mjs";
import { mapWords, paretoWords } from "../figures/atlas-words.mjs";
import { labKeys } from "./keys.mjs";

const DELAY = 1200;
const THUMB = "#atlas-damping-slider [role=slider]";
// A larger atlas is measured only when somebody looks at it.
const MOST_UNASKED = 20;
let timer = 0;
let followed = null;
let drawn = null;
const given = new URLSearchParams(window.location.search);
const look = { figure: given.get("figure"), at: given.get("at") };

/* What an atlas depends on: not the pair, not the damping. */
const keyOf = (query) => {
  const given = new URLSearchParams(query);
  return ["model", "bias", "trim", "fit"].map((name) => given.get(name)).join("|");
};
const operationOf = (query) => {
  const [, pair, damping] = new URLSearchParams(query).get("op").split(":");
  return { pair: pair.split("-").map(Number), damping: Number(damping) };
};
const triggered = (id) => triggers().includes(id);
const nothing = () => [hold(), hold()];
const nearest = (dampings, damping) =>
  dampings.reduce(
    (best, one, at) =>
      Math.abs(one - damping) < Math.abs(dampings[best] - damping) ? at : best,
    0,
  );
const opensAtlas = (query) => new URLSearchParams(query ?? "").get("view") === "atlas";
const samePair = (a, b) => Math.min(...a) === Math.min(...b) && Math.max(...a) === Math.max(...b);

/* Ask a little later, so that the pair itself is drawn first. A request is set rather than
   returned: what answers it comes back to the callback that asks, and Dash takes no circles. */
function request(data, part, delay) {
  clearTimeout(timer);
  const asked = { key: data.key, query: data.query, part };
  timer = setTimeout(
    () => setProps("atlas-request-store", { data: asked }),
    delay,
  );
}

function status(data) {
  const done = data.rows.length;
  if (data.complete) return `${done} pairs at ${data.dampings.length} dampings, all measured.`;
  const state = data.stopped ? "Stopped" : "Measuring";
  return `${state}: ${done} pairs so far, ${data.next} of ${data.parts ?? "…"} parts.`;
}

/* How far it is goes past the data, which wait for the part in flight. */
function answer(data) {
  const told = [
    data.parts ? (100 * data.next) / data.parts : 0,
    status(data),
    data.complete ? "" : data.stopped ? "Go on" : "Stop",
  ];
  setProps("atlas-told-store", { data: told });
  return [data, data.complete ? data.query : null];
}

function start(query) {
  const data = { key: keyOf(query), query, rows: [], next: 0, complete: false, stopped: false };
  request(data, 0, opensAtlas(query) ? 0 : DELAY);
  return answer(data);
}

function collect(part, data, clicked) {
  const next = part.part + 1;
  const joined = {
    ...data,
    names: part.names,
    verdicts: part.verdicts,
    dampings: part.dampings,
    parts: part.parts,
    rows: [...data.rows, ...part.rows],
    next,
    complete: next === part.parts,
    stopped: data.stopped || (part.parts > MOST_UNASKED && !opensAtlas(window.location.search)),
  };
  if (!joined.complete && !joined.stopped) request(joined, next, 0);
  return clicked ? stopOrGoOn(joined) : joined;
}

function stopOrGoOn(data) {
  const other = { ...data, stopped: !data.stopped };
  if (other.stopped) clearTimeout(timer);
  else request(other, other.next, 0);
  return other;
}

function clickedPair(map, pareto, cell, data) {
  if (triggered("atlas-map-graph")) {
    const point = map?.points?.[0];
    return point && [point.y, point.x].map((name) => data.names.indexOf(String(name)));
  }
  if (triggered("atlas-pareto-graph")) return pareto?.points?.[0]?.customdata;
  return cell?.rowId?.split("-").map(Number);
}

/* A view's query with what the atlas shows. */
export function withLook(query) {
  const rest = query.split("&").filter((part) => !/^(figure|at)=/.test(part));
  const own = Object.entries(look).filter(([, value]) => value !== null);
  return [...rest, ...own.map(([name, value]) => `${name}=${value}`)].join("&");
}

export const atlas = {
  /* Several things can have happened at once, so what to do follows from the state, not from
     what happened: another key starts anew, the part that is next is collected. */
  ask(query, part, clicks, data) {
    if (!query) return nothing();
    if (data?.key !== keyOf(query)) return start(query);
    // The button's coming is no click.
    const clicked = Boolean(clicks) && triggered("atlas-cancel-button");
    const isNext = part?.key === data.key && part.part === data.next;
    if (isNext) return answer(collect(part, data, clicked));
    return clicked ? answer(stopOrGoOn(data)) : nothing();
  },

  report: (told) => told ?? [0, "", ""],

  /* Part by part while somebody looks, else once all is measured. */
  draw(data, column, figure, query, map, pareto, ranges) {
    document.documentElement.toggleAttribute("data-measured", Boolean(data?.dampings));
    if (!data?.dampings) {
      drawn = null;
      return [hold(), hold(), [], "", "", ""];
    }
    const wanted = [data.key, data.rows.length, column, figure].join("|");
    if (wanted === drawn || !(opensAtlas(query) || data.complete)) return Array(6).fill(hold());
    drawn = wanted;
    const damping = dampingText(data.dampings[column]);
    // The slider's own value is a place in the list of dampings.
    document.querySelector(THUMB)?.setAttribute("aria-valuetext", `damping ${damping}`);
    return [
      mapOf(data, column, figure, ranges[figure], map),
      paretoOf(data, column, pareto),
      tableOf(data, column),
      damping,
      mapWords(data, column, figure, ranges[figure][0]),
      paretoWords(data, column),
    ];
  },

  /* A damping set for the pair is the atlas's too; the atlas's own is not the pair's until a cell
     is opened. A link names both, and the figure. */
  follow(query, dampings) {
    const { damping } = operationOf(query);
    if (damping === followed) return [hold(), hold()];
    const opening = followed === null ? new URLSearchParams(query) : new URLSearchParams();
    followed = damping;
    return [nearest(dampings, Number(opening.get("at") ?? damping)), opening.get("figure") ?? hold()];
  },

  /* What the atlas shows belongs to the address, but nobody is asked for it. */
  remember(column, figure, dampings, query) {
    if (!query || followed === null) return [hold()];
    const own = column !== nearest(dampings, operationOf(query).damping);
    look.figure = figure === "merge_cost" ? null : figure;
    look.at = own ? dampings[column] : null;
    return [page.writeAddress(query)];
  },

  open(map, pareto, cell, data, column) {
    const pair = data?.dampings && clickedPair(map, pareto, cell, data);
    if (!pair || pair[0] === pair[1] || pair.includes(-1)) return Array(4).fill(hold());
    return [...pair.map(String), `${data.dampings[column]}`, "pair"];
  },

  step(step, data, query) {
    if (!step || !data?.dampings) return [hold(), hold()];
    const { pair, damping } = operationOf(query);
    const rows = ranked(data, nearest(data.dampings, damping));
    const at = rows.findIndex((row) => samePair(row.pair, pair));
    if (!rows.length) return [hold(), hold()];
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + step.by))];
    return next.pair.map(String);
  },

  rank(query, data) {
    if (!query || !data?.complete || data.key !== keyOf(query)) return [""];
    const { pair, damping } = operationOf(query);
    const column = nearest(data.dampings, damping);
    const rows = ranked(data, column);
    const at = rows.findIndex((row) => samePair(row.pair, pair));
    if (at < 0) return [""];
    const clean = rows.filter((row) => row.clean[column]).length;
    return [
      `Rank ${at + 1} of ${rows.length} pairs by verdict, then merge cost, at damping ${dampingText(data.dampings[column])}` +
        `, where ${clean} are clean. Keys [ and ] step through the ranking.`,
    ];
  },

  download: () => [true],
};

document.addEventListener("keydown", (event) => {
  const by = { "[": -1, "]": 1 }[event.key];
  if (!by || !labKeys.isFree(event)) return;
  setProps("atlas-step-store", { data: { by, at: Date.now() } });
});
