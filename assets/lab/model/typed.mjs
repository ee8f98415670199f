/* What is typed into a number's field, as it is meant in any locale; a text that is none stays a text,
   and is refused in words. Never another number than the one that was typed.

   In a field for shares of 1, a comma is a decimal point as a point is: nothing there has thousands.
   In a field for whole numbers, points, commas, apostrophes and spaces between groups of three digits
   part thousands, one sign throughout: nothing there has decimals; 1e3 is whole. */
const REAL = /^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i;
const WHOLE = /^\d+$|^[1-9]\d{0,2}([.,'’\u00a0\u202f ])\d{3}(\1\d{3})*$/;

const SCIENTIFIC = /^\d+(\.\d+)?e\+?\d+$/i;

/** @param {unknown} text */
const trimmed = (text) => String(text).trim();

/** Whether there is nothing to read yet. @param {unknown} text */
export const isBlank = (text) => text === null || text === undefined || trimmed(text) === "";

/** A number of a field for shares; else the text. @param {unknown} text */
export const realOf = (text) =>
  REAL.test(trimmed(text)) ? Number(trimmed(text).replace(",", ".")) : String(text);

/** A number of a field for whole numbers; else the text. @param {unknown} text */
export function wholeOf(text) {
  const typed = trimmed(text);
  if (WHOLE.test(typed)) return Number(typed.replace(/\D/g, ""));
  return SCIENTIFIC.test(typed) && Number.isInteger(Number(typed)) ? Number(typed) : String(text);
}
