/* The atlas of many classes on the page: where its map is looked at, and how far it is measured. Pure. */
/** @import { ManyMap, ManySeen, ManySpan } from "../many.d.ts" */
/** @import { Changes, Page, View } from "../model.d.ts" */
import { atlasKey } from "./view.mjs";

/** @typedef {Extract<ManySeen, { refused: null }>} Seen */
/** So many pairs are measured unless somebody says otherwise; the field shows it. */
const USUAL_COUNT = 100;

/** @param {ManySpan} span @param {[number, number] | undefined} range @param {number} classes */
const isOf = ({ start, stop }, range, classes) =>
  start === (range?.[0] ?? 0) && stop === (range?.[1] ?? classes);

/** A map with the classes of each side. @param {Seen} seen @returns {ManyMap} */
function mapOf({ places, rows, columns, ...rest }) {
  /** @param {ManySpan} span */
  const side = (span) => {
    const [from, to] = [span.start - places.start, span.stop - places.start];
    return {
      ...span,
      labels: places.labels.slice(from, to),
      names: places.names.slice(from, to),
    };
  };
  return { ...rest, rows: side(rows), columns: side(columns) };
}

/** Whether survival differs between cells. @param {Pick<ManyMap, "cells">} seen */
const varies = ({ cells }) => new Set(cells.lost.filter((lost) => lost >= 0)).size > 1;

/** @param {Page} state @param {Partial<NonNullable<Page["many"]>>} changes */
const changed = (state, changes) =>
  state.many ? { ...state, many: { ...state.many, ...changes } } : state;

/** @type {Changes<"manyBegun" | "manySeen" | "manyLooked" | "manySet" | "manyStarted" | "manyStopped" | "manyMeasured">} */
export const manyActions = {
  /* Begin anew, for what a view's ranking depends on. */
  manyBegun: (state) => ({
    ...state,
    many: {
      key: atlasKey(/** @type {View} */ (state.view)),
      query: /** @type {string} */ (state.edit),
      map: null,
      refused: null,
      window: null,
      color: "survival",
      find: state.many?.find ?? "",
      count: USUAL_COUNT,
      running: false,
      progress: null,
    },
  }),

  /* Cells, or why there are none; those of a window that was left since change nothing. */
  manySeen(state, { seen }) {
    if (seen.key !== state.many?.key) return state;
    if (seen.refused !== null) return changed(state, { refused: seen.refused });
    const { window } = state.many;
    const isWanted =
      isOf(seen.rows, window?.rows, seen.classes) &&
      isOf(seen.columns, window?.columns, seen.classes);
    if (!isWanted) return state;
    // Where the best pair of every cell survives alike, the first look is at what tells them apart.
    const first =
      state.many.map === null && !varies(seen) ? { color: /** @type {const} */ ("leak") } : {};
    return changed(state, { map: mapOf(seen), ...first });
  },

  manyLooked: (state, { window }) => changed(state, { window }),
  manySet: (state, { color, find }) =>
    changed(state, {
      ...(color === undefined ? {} : { color }),
      ...(find === undefined ? {} : { find }),
    }),
  manyStarted: (state, { count }) => changed(state, { count, running: true }),
  manyStopped: (state) => changed(state, { running: false }),

  /* How far it is; with nothing left it ends by itself. */
  manyMeasured(state, { progress }) {
    if (progress.key !== state.many?.key) return state;
    return changed(state, { progress, running: state.many.running && progress.left });
  },
};
