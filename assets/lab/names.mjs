/* What Python and the page have to call the same: written once, in components/names.py. */

/** @type {import("./types.d.ts").Names} */
const given = JSON.parse(document.getElementById("lab-names")?.textContent ?? "{}");

export const {
  ids: IDS,
  view: VIEW,
  tabs: TABS,
  look: LOOK,
  atlas: ATLAS,
  notebook: NOTEBOOK,
  shipped: SHIPPED,
  own: OWN,
  glossary: GLOSSARY,
  prefix: PREFIX,
  searches: SEARCHES,
} = given;
