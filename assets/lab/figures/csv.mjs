/* Texts of a table that a spreadsheet reads as they are meant, as core/spreadsheet.py has it: one that
   would be run as a formula, or read as a date (3-6, 1/12/24), stands after an apostrophe. */
const MISREAD = /^([=+\-@\t\r\n]|\d{1,4}[-/]\d{1,2}([-/]\d{1,4})?$)/;

/** @param {any} value */
export const cell = (value) =>
  typeof value === "string" && MISREAD.test(value) ? `'${value}` : value;
