/* What is on the page, and how anything changes it: one state, one pure function.

   view: what is looked at, null before the first answer; shown: the last view that was answered, and
   edit, data and title: the query of what of it was measured, which test samples these are, and what
   its model is called; catalogue: it has so many classes that its pairs are ranked, not all measured;
   question: the last one that was asked of the server; answered: the number of the last answer;
   meant: what was changed since then, of which looks stay whatever a link says;
   hand: the damping in the hand, or of the moment while the edit is played, else null; grasped: it is
   held there, and an answer to where it was does not move it;
   motion, reads: the samples; marked: indices of test samples; step: how many times Back is due;
   job: the id of the one that trains or captures for this page, null where none does;
   past, future: plans to go back to, and on to. */
/** @import { Action, Actions, Asked, Changes, Page, View } from "../model.d.ts" */
import { atlasActions } from "./atlas.mjs";
import { manyActions } from "./many.mjs";
import { modelsActions } from "./models.mjs";
import { plannerActions } from "./planner.mjs";
import { storyActions } from "./story.mjs";
import { isMeasuredAnew, isPlannedAnew, isStep, measuredOf, planOf, withChanges } from "./view.mjs";

const MOST_PAST = 100;

/** @type {Page} */
export const EMPTY = {
  view: null,
  shown: null,
  question: null,
  answered: 0,
  meant: {},
  typed: [],
  hand: null,
  grasped: false,
  edit: null,
  data: null,
  title: null,
  catalogue: false,
  motion: null,
  reads: null,
  marked: [],
  ranking: null,
  band: null,
  atlas: null,
  many: null,
  models: null,
  story: null,
  planner: null,
  job: null,
  scheme: "light",
  pushed: false,
  past: [],
  future: [],
};

/** Whether what is shown is not yet what was asked for. @param {Page} state */
export const isWaiting = ({ question, answered }) => question !== null && question.id !== answered;

/** @type {(state: Page, question: Asked) => Page} */
const asking = (state, question) => ({
  ...state,
  meant: {},
  question: { ...question, id: (state.question?.id ?? 0) + 1 },
});

/**
 * The plans to go back to once a view has come: none of another model.
 * @param {Page} state
 * @param {View} view
 * @returns {Partial<Page>}
 */
function remembered({ view: last, past }, view) {
  if (!last || last.model !== view.model) return { past: [], future: [] };
  if (!isPlannedAnew(view, last)) return {};
  return { past: [...past, planOf(last)].slice(-MOST_PAST), future: [] };
}

/**
 * Go back to the last plan, or on to the next one.
 * @param {Page} state
 * @param {"past" | "future"} from
 * @param {"past" | "future"} to
 * @returns {Page}
 */
function turned(state, from, to) {
  const { view } = state;
  if (!view) return state;
  const kept = state[from].filter((one) => isPlannedAnew({ ...view, ...one }, view));
  const next = kept.at(-1);
  if (!next) return state;
  const found = withChanges(view, next);
  const history = {
    [from]: state[from].slice(0, state[from].lastIndexOf(next)),
    [to]: [...state[to], planOf(view)],
  };
  return asking(
    { ...state, view: found, pushed: isStep(found, view), typed: [], ...history },
    { fields: measuredOf(found), chosen: true },
  );
}

/** @type {Changes} */
const actions = {
  /* A link, a step of the story or a way back. over: fields that stay whatever the link says. */
  opened: (state, { query, over = {} }) => asking(state, { query, over }),

  /* A control. typed: the names of the fields whose text stays as it is when it is refused. */
  set(state, { changes, typed = [], chosen = true }) {
    if (!state.view) return state;
    // A damping that is set is the atlas's too, whatever it had of its own.
    const view = withChanges(state.view, "damping" in changes ? { at: null, ...changes } : changes);
    if (view === state.view) return state;
    // A step that is still waited for stays one, whatever is looked at meanwhile.
    const pushed = isStep(view, state.view) || (isWaiting(state) && state.pushed);
    const meant = { ...state.meant, ...changes };
    const next = { ...state, view, meant, pushed, typed, ...remembered(state, view) };
    if (!isMeasuredAnew(view, state.view)) return next;
    return asking(next, { fields: measuredOf(view), chosen });
  },

  undone: (state) => turned(state, "past", "future"),
  redone: (state) => turned(state, "future", "past"),

  /* What the server made of the last question; an answer to an earlier one comes too late. */
  answered(state, answer) {
    const { question, shown } = state;
    const { id } = answer;
    if (id !== question?.id) return state;
    if (answer.refused !== undefined) {
      const back = state.view && shown ? { ...state.view, ...measuredOf(shown) } : state.view;
      return { ...state, answered: id, view: back, hand: null, grasped: false };
    }
    const { view, edit, data, title, catalogue } = answer;
    const opened = "query" in question;
    const found =
      opened || !state.view ? { ...view, ...state.meant } : { ...state.view, ...measuredOf(view) };
    // A sample's index means another image in another data set.
    const other = state.data !== null && data !== state.data;
    if (other) found.sample = opened ? view.sample : null;
    const kept = state.view ? withChanges(state.view, found) : found;
    const led = Boolean(opened && shown && isStep(found, shown) && !question.over.back);
    return {
      ...state,
      answered: id,
      view: kept,
      shown: kept,
      edit,
      data,
      title,
      catalogue,
      pushed: opened ? led : state.pushed,
      ...(opened && state.shown ? remembered(state, kept) : {}),
      typed: [],
      marked: other ? [] : state.marked,
    };
  },

  /* The samples as measured. */
  sampled: (state, { motion, reads }) => ({
    ...state,
    motion,
    reads,
    hand: state.grasped ? state.hand : null,
  }),

  marked: (state, { indices }) => ({ ...state, marked: indices }),
  /* grasped: it is held until it is let go; by keys it is only moved, until the answer comes. */
  held: (state, { damping, grasped = true }) =>
    state.grasped === grasped && state.hand === damping
      ? state
      : { ...state, hand: damping, grasped },
  /* Let go. asked: something new is asked for, and the samples stay where they are until it comes. */
  released(state, { asked = false }) {
    if (!state.grasped && state.hand === null) return state;
    return { ...state, grasped: false, hand: asked ? state.hand : null };
  },
  ranked: (state, { ranking }) => ({ ...state, ranking }),
  banded: (state, { band, pair }) => ({ ...state, band: { pair, runs: band } }),
  ...atlasActions,
  ...manyActions,
  ...modelsActions,
  ...plannerActions,
  ...storyActions,
  jobbed: (state, { job }) => (state.job === job ? state : { ...state, job }),
  themed: (state, { scheme }) => (state.scheme === scheme ? state : { ...state, scheme }),
};

/**
 * The state after an action; the same object where nothing changes.
 * @template {keyof Actions} Type
 * @param {Page} state
 * @param {{ type: Type } & Actions[Type]} action
 * @returns {Page}
 */
export function reduce(state, action) {
  const change = actions[action.type];
  if (!change) throw new Error(`there is no action ${action.type}`);
  return change(state, action);
}

/** The damping at which samples are drawn: in the hand, else of the reads. @param {Page} state */
export const dampingOf = ({ hand, reads }) => hand ?? reads?.damping ?? null;
