/* Texts in which every term, where it comes first, can be asked what it means: what
   components/glossary.py does for those that the server writes. page/glossary.mjs answers. */
import { GLOSSARY } from "../names.mjs";

const found = new RegExp(GLOSSARY.pattern, "i");

/**
 * A text in pieces, each with the term that it stands for, if it is the first to.
 * @param {string} text
 */
function piecesOf(text) {
  const said = new Set();
  return text
    .split(found)
    .filter(Boolean)
    .map((words) => {
      const known = GLOSSARY.terms[words.toLowerCase()];
      const name = known && !said.has(known) ? known : null;
      if (name) said.add(name);
      return { words, name };
    });
}

/** What Dash shows of a text. @param {string} text @returns {unknown[]} */
export const explained = (text) =>
  piecesOf(text).map(({ words, name }) =>
    name
      ? {
          namespace: "dash_html_components",
          type: "Button",
          props: {
            children: words,
            className: "term",
            "data-term": name,
            "aria-expanded": "false",
          },
        }
      : words,
  );

/** Write a text into an element of the page's own. @param {Element} place @param {string} text */
export function explain(place, text) {
  place.replaceChildren(
    ...piecesOf(text).map(({ words, name }) => {
      if (!name) return words;
      const button = document.createElement("button");
      button.className = "term";
      button.dataset.term = name;
      button.setAttribute("aria-expanded", "false");
      button.textContent = words;
      return button;
    }),
  );
}
