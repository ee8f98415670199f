/* What the browser keeps for the person from one visit to the next. Where it refuses (all cookies
   blocked, or those of a frame in somebody else's page) even looking for the storage is an error. */

/* What was kept under a name, null where nothing is. */
/** @param {string} name */
export function recall(name) {
  try {
    return window.localStorage.getItem(name);
  } catch {
    return null;
  }
}

/* Keep a text under a name; tell whether the browser does. */
/** @param {string} name @param {string} text */
export function keep(name, text) {
  try {
    window.localStorage.setItem(name, text);
    return true;
  } catch {
    return false;
  }
}
