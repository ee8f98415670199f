// @ts-nocheck
/* The one way to Dash's own namespace on the page. */

/* Set properties of a component, as a callback's output would. */
export const setProps = (id, props) => window.dash_clientside.set_props(id, props);

/* What a callback returns for an output that stays as it is. */
export const hold = () => window.dash_clientside.no_update;

/* The ids of the components whose change called the callback that is running. */
export const triggers = () =>
  window.dash_clientside.callback_context.triggered.map(({ prop_id: id }) => id.split(".")[0]);

/* The id of the first of these. */
export const triggered = () => window.dash_clientside.callback_context.triggered_id;

/* The values of the inputs of the callback that is running, by "id.property". */
export const inputs = () => window.dash_clientside.callback_context.inputs;
