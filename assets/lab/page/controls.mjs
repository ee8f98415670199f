/* Controls and the view: a control that was used changes the view, and a view from elsewhere sets the
   controls. One that already shows what the view has is left alone, on either way. */
/** @import { Control, View } from "../model.d.ts" */
import { inputs, setProps, triggers } from "../dash.mjs";
import { isWaiting } from "../model/reduce.mjs";
import { lab } from "../model/store.mjs";
import { dampingAt, shortText, strengthOf } from "../motion/damping.mjs";
import { whenMounted } from "../mounted.mjs";
import { IDS } from "../names.mjs";

/** @param {keyof View} name @returns {Control} */
const plain = (name) => ({ shows: (view) => view[name], means: (value) => ({ [name]: value }) });
/** @param {0 | 1} at @returns {Control} */
const label = (at) => ({
  shows: ({ classes }) => String(classes[at]),
  means: (value, { classes: [first, second] }) => ({
    classes: at ? [first, Number(value)] : [Number(value), second],
  }),
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
    { shows: ({ damping }) => textOf(damping), means: (text) => ({ damping: numberOf(text) }) },
  ],
  [IDS.BIAS_SWITCH]: ["checked", plain("bias")],
  [IDS.TRIM_SWITCH]: ["checked", plain("trim")],
  [IDS.FIT_SELECT]: ["value", plain("fit")],
  [IDS.POINTS_INPUT]: ["value", plain("points")],
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
      shows: ({ sample }) => sample ?? "",
      means: (/** @type {string | number} */ value) => ({ sample: value === "" ? null : value }),
    },
  ],
};

/* What stays as it was typed when the server refuses it. */
const TYPED = [IDS.DAMPING_INPUT, IDS.POINTS_INPUT, IDS.SAMPLES_INDEX];

/** @param {View["damping"]} damping */
const textOf = (damping) => (typeof damping === "number" ? shortText(damping) : damping);

/** A number where the text is plainly one; else it, for the server to refuse. @param {unknown} text */
function numberOf(text) {
  const plainly = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(String(text).trim());
  return plainly ? Number(text) : String(text);
}

export const controls = {
  /* Dash calls this when any of the controls was used. */
  used() {
    const { view } = lab.get();
    if (!view) return;
    const values = inputs();
    const given = (/** @type {string} */ id) => values[`${id}.${CONTROLS[id][0]}`];
    const moved = triggers().filter((id) => CONTROLS[id][1].shows(view) !== given(id));
    if (!moved.length) return;
    const changes = Object.assign({}, ...moved.map((id) => CONTROLS[id][1].means(given(id), view)));
    lab.dispatch({
      type: "set",
      changes,
      typed: moved.filter((id) => TYPED.includes(id)),
      // The pair of a model that was chosen may be one that it lacks, and nobody asked for it there.
      chosen: !("model" in changes),
    });
  },
};

/* Set what shows something else. What is being typed and refused stays for its author to mend. */
lab.subscribe((state, before) => {
  const { view } = state;
  if (!view || (view === before.view && isWaiting(state) === isWaiting(before))) return;
  whenMounted(() => {
    for (const [id, [property, { shows }]] of Object.entries(CONTROLS)) {
      const known = before.view && shows(before.view);
      const value = shows(view);
      if (state.typed.includes(id) || value === known || value === undefined) continue;
      setProps(id, { [property]: value });
    }
  });
});
