/* Controls and the view: a control that was used changes the view, and a view from elsewhere sets the
   controls. One that already shows what the view has is left alone, on either way. */
/** @import { Control, View } from "../model.d.ts" */
import { inputs, setProps, states, triggers } from "../dash.mjs";
import { isWaiting } from "../model/reduce.mjs";
import { lab } from "../model/store.mjs";
import { isBlank, realOf, wholeOf } from "../model/typed.mjs";
import { dampingAt, shortText, strengthOf } from "../motion/damping.mjs";
import { mount, whenMounted } from "../mounted.mjs";
import { IDS, VIEW } from "../names.mjs";
import { isEcho, show as showOn } from "./echo.mjs";
import { takeBack, toast } from "./toast.mjs";

/** @param {keyof View} name @returns {Control} */
const plain = (name) => ({ shows: (view) => view[name], means: (value) => ({ [name]: value }) });
/** @param {0 | 1} at @returns {Control} */
const label = (at) => ({
  // Who shatters a class names one.
  shows: ({ classes }) => (at < classes.length ? String(classes[at]) : ""),
  means: (value, { classes }) =>
    at < classes.length ? { classes: classes.with(at, Number(value)) } : {},
});

/** By the control's id its property, and what it says. @type {Record<string, [string, Control]>} */
const CONTROLS = {
  [IDS.MODEL_SELECT]: ["value", plain("model")],
  [IDS.CLASS_A_SELECT]: ["value", label(0)],
  [IDS.CLASS_B_SELECT]: ["value", label(1)],
  [IDS.DAMPING_SLIDER]: [
    "value",
    {
      // A text that is no number yet has no place on the slider.
      shows: ({ damping }) => (typeof damping === "number" ? strengthOf(damping) : undefined),
      means: (value) => ({ damping: dampingAt(Number(value)) }),
    },
  ],
  [IDS.DAMPING_INPUT]: [
    "value",
    { shows: ({ damping }) => textOf(damping), means: (text) => ({ damping: realOf(text) }) },
  ],
  [IDS.METHOD_SELECT]: [
    "value",
    {
      shows: ({ method }) => method,
      // Only the paper's edit can leave the bias.
      means: (/** @type {string} */ method, { bias }) => ({
        method,
        bias: bias || method !== VIEW.method,
      }),
    },
  ],
  [IDS.BIAS_SWITCH]: ["checked", plain("bias")],
  [IDS.TRIM_SWITCH]: ["checked", plain("trim")],
  [IDS.REPAIR_SWITCH]: ["checked", plain("repair")],
  [IDS.FIT_SELECT]: ["value", plain("fit")],
  [IDS.POINTS_INPUT]: [
    "value",
    {
      shows: ({ points }) => String(points),
      means: (text) => ({ points: wholeOf(text) }),
    },
  ],
  [IDS.EMBEDDING_AXES]: ["value", plain("axes")],
  [IDS.CIRCLE_PLANE]: ["value", plain("plane")],
  [IDS.VIEW_TABS]: ["value", plain("view")],
  [IDS.EMBEDDING_COLOR]: ["value", plain("color")],
  [IDS.EMBEDDING_SHOWN]: ["value", plain("shown")],
  [IDS.EMBEDDING_SCENES]: ["value", plain("scenes")],
  [IDS.BELOW_TABS]: ["value", plain("tab")],
  [IDS.SIDE_SWITCH]: ["value", plain("side")],
  [IDS.SAMPLES_INDEX]: [
    "value",
    {
      shows: ({ sample }) => String(sample ?? ""),
      means: (/** @type {string} */ text) => (isBlank(text) ? { sample: null } : sampleOf(text)),
    },
  ],
};

/* What stays as it was typed when the server refuses it. */
const TYPED = [IDS.DAMPING_INPUT, IDS.POINTS_INPUT, IDS.SAMPLES_INDEX];

/** @param {View["damping"]} damping */
const textOf = (damping) => (typeof damping === "number" ? shortText(damping) : damping);

const NO_SAMPLE = "no-sample";

/** The sample of an index; nothing but a sentence where there is none. @param {string} text */
function sampleOf(text) {
  const index = wholeOf(text);
  const { motion } = lab.get();
  if (!motion) return {};
  if (typeof index === "number" && index < motion.total) {
    takeBack(NO_SAMPLE);
    return { sample: index };
  }
  const last = (motion.total - 1).toLocaleString("en");
  toast(
    "Nothing was changed",
    `A sample's index must lie in 0…${last}, got ${text}.`,
    "orange",
    NO_SAMPLE,
  );
  return {};
}

/* Who empties one of these is about to type another number; left empty, it shows again what holds. */
const NEEDED = [IDS.DAMPING_INPUT, IDS.POINTS_INPUT];

const SOON_MS = 50;

/**
 * Have a field that was left empty, or entered so, show what holds. The field says by itself that it is
 * empty, sooner or later; and what is said of it twice in one breath is no change to it, so it is looked
 * at again.
 * @param {HTMLInputElement} field
 * @param {boolean} entered and one is still there
 */
function restore(field, entered) {
  const { view } = lab.get();
  const isWanted = () => isBlank(field.value) && (entered || field !== document.activeElement);
  if (!view || !isWanted()) return;
  const [property, { shows }] = CONTROLS[field.id];
  setProps(field.id, { [property]: "" });
  setTimeout(() => {
    if (isWanted()) setProps(field.id, { [property]: shows(view) });
    setTimeout(() => restore(field, entered), SOON_MS);
  }, SOON_MS);
}

/** @param {EventTarget | null} target @param {boolean} entered */
function restoreSoon(target, entered) {
  if (!(target instanceof HTMLInputElement) || !NEEDED.includes(target.id)) return;
  if (isBlank(target.value)) setTimeout(() => restore(target, entered), SOON_MS);
}

document.addEventListener("focusout", ({ target }) => restoreSoon(target, false));
document.addEventListener("keydown", ({ key, target }) => {
  if (key === "Enter") restoreSoon(target, true);
});

/** What was chosen before there was a view that it could change. @type {Record<string, unknown>} */
let early = {};

/** Change the view as controls say. @param {Record<string, unknown>} given by their ids */
function use(given) {
  const { view } = lab.get();
  if (!view) {
    Object.assign(early, given);
    return;
  }
  const moved = Object.keys(given).filter(
    (id) =>
      // A select whose options lack what it shows lets go of it, which nobody chose.
      given[id] !== null &&
      CONTROLS[id][1].shows(view) !== given[id] &&
      !(NEEDED.includes(id) && isBlank(given[id])),
  );
  // A list whose options change lets go by itself of what was not among the old ones or the new.
  for (const id of Object.keys(given).filter((one) => given[one] === null)) {
    const [property, { shows }] = CONTROLS[id];
    if (shows(view)) showOn(id, property, shows(view));
  }
  if (!moved.length) return;
  const changes = Object.assign({}, ...moved.map((id) => CONTROLS[id][1].means(given[id], view)));
  lab.dispatch({
    type: "set",
    changes,
    typed: moved.filter((id) => TYPED.includes(id)),
    // The pair of a model that was chosen may be one that it lacks, and nobody asked for it there.
    chosen: !("model" in changes),
  });
}

/**
 * What some controls show.
 * @param {string[]} names
 * @param {Record<string, unknown>} values as a callback has them
 */
const shownBy = (names, values) =>
  Object.fromEntries(names.map((id) => [id, values[`${id}.${CONTROLS[id][0]}`]]));

export const controls = {
  /** Dash calls this once the page is there. @param {Record<string, unknown>} sent */
  mounted(sent) {
    const shown = shownBy(Object.keys(CONTROLS), states());
    for (const [id, value] of Object.entries(shown)) {
      if (String(value ?? "") !== String(sent[id] ?? "")) early[id] = value;
    }
    mount();
  },

  /* Dash calls this when any of the controls was used. */
  used() {
    const given = Object.entries(shownBy(triggers(), inputs()));
    use(Object.fromEntries(given.filter(([id, value]) => !isEcho(id, value))));
  },
};

/* Set what shows something else. What is typed and refused stays for its author to mend, until another
   control is used. */
lab.subscribe((state, before) => {
  const { view } = state;
  if (!view || (view === before.view && isWaiting(state) === isWaiting(before))) return;
  whenMounted(() => {
    const chosen = early;
    early = {};
    for (const [id, [property, { shows }]] of Object.entries(CONTROLS)) {
      if (id in chosen) continue;
      const known = before.view && shows(before.view);
      const value = shows(view);
      const isLeft = before.typed.includes(id) && !state.typed.includes(id);
      const isShown = value === known && !isLeft;
      if (state.typed.includes(id) || isShown || value === undefined) continue;
      showOn(id, property, value);
    }
    use(chosen);
  });
});
