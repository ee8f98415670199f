/* The least and the most of any number of values: handed over one by one, as the arguments of
   Math.min, more than some hundred thousand of them are refused. */

/** The least of some values; Infinity of none. @param {ArrayLike<number>} values */
export function leastOf(values) {
  let found = Infinity;
  for (let at = 0; at < values.length; at += 1) found = Math.min(found, values[at]);
  return found;
}

/** The most of some values; -Infinity of none. @param {ArrayLike<number>} values */
export function mostOf(values) {
  let found = -Infinity;
  for (let at = 0; at < values.length; at += 1) found = Math.max(found, values[at]);
  return found;
}
