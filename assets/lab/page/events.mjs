/* What an event on the page is about. */

/**
 * The nearest element from its target upwards that a selector finds.
 * @param {Event} event
 * @param {string} selector
 */
export const around = ({ target }, selector) =>
  target instanceof Element ? target.closest(selector) : null;

/** The id of the button that it came from, "" where there is none. @param {Event} event */
export const buttonIdOf = (event) => around(event, "button")?.id ?? "";
