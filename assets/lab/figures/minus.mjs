/* Numbers are written with a true minus, as components/text.py does. */

/** A number's text with a true minus. @param {string} text */
export const minus = (text) => text.replace("-", "\u2212");
