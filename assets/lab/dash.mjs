/* The one way to Dash's own namespace on the page. */

/**
 * Set properties of a component, as a callback's output would.
 * @param {string} id
 * @param {Record<string, unknown>} props
 */
export const setProps = (id, props) => window.dash_clientside.set_props(id, props);

/* What a callback returns for an output that stays as it is. */
export const hold = () => window.dash_clientside.no_update;

/* The ids of the components whose change called the callback that is running. */
export const triggers = () =>
  window.dash_clientside.callback_context.triggered.map(({ prop_id: id }) => id.split(".")[0]);

/* The values of the inputs of the callback that is running, by "id.property". */
export const inputs = () => window.dash_clientside.callback_context.inputs;

/* The values of its states, in the same way. */
export const states = () => window.dash_clientside.callback_context.states;

/* The ids of the components that it sets, in order. */
export const outputs = () =>
  window.dash_clientside.callback_context.outputs_list.map(({ id }) => id);
