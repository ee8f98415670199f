/* Names as plotly shows them: as they are, and cut short where they are long. */

// So many letters' room has a name, and so much its beginning and its end where others begin alike.
const [LONGEST, ENDS] = [11, 5];
// Letters of these scripts are as wide as two others.
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uff60]/u;

/** A text that plotly shows as it is: names are never markup. @param {string} text */
const literal = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** How many letters' room a name takes. @param {string[]} letters */
const roomOf = (letters) => letters.reduce((sum, letter) => sum + (WIDE.test(letter) ? 2 : 1), 0);

/** How many letters have room, of any number. @param {string[]} letters @param {number} room */
function fitting(letters, room) {
  let taken = 0;
  const first = letters.findIndex((letter) => {
    taken += roomOf([letter]);
    return taken > room;
  });
  return first < 0 ? letters.length : first;
}

/** As much of a name's beginning as has room. @param {string[]} letters @param {number} room */
function firstOf(letters, room) {
  return letters.slice(0, fitting(letters, room)).join("").trimEnd();
}

/** As much of a name's end as has room. @param {string[]} letters @param {number} room */
function lastOf(letters, room) {
  const count = fitting(letters.toReversed(), room);
  return letters
    .slice(letters.length - count)
    .join("")
    .trimStart();
}

/** A name, cut short where it is long. @param {string} name @param {number} [longest] */
function short(name, longest = LONGEST) {
  const letters = [...name];
  return roomOf(letters) > longest ? `${firstOf(letters, longest - 1)}…` : name;
}

/** How often each of some words is there. @param {string[]} words */
function countsOf(words) {
  const counts = new Map();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/**
 * Names cut short, those that begin alike told apart by their ends, or by number.
 * @param {string[]} names
 */
function shortened(names) {
  const cut = names.map((name) => short(name));
  const alike = countsOf(cut);
  const ends = names.map((name, at) => {
    const letters = [...name];
    return alike.get(cut[at]) > 1 ? `${firstOf(letters, ENDS)}…${lastOf(letters, ENDS)}` : cut[at];
  });
  const still = countsOf(ends);
  return ends.map((words, at) =>
    still.get(words) > 1 ? `${firstOf([...words], ENDS)}… ${at + 1}` : words,
  );
}

export { literal, roomOf, short, shortened };
