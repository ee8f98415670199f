/* What a term means, beside it: one popover for all terms on the page, and for what is cut short. It opens on hover, click, tap
   and Enter, and goes with Escape or when one is elsewhere. */
import { whenMounted } from "../mounted.mjs";
import { GLOSSARY, IDS } from "../names.mjs";
import { around } from "./events.mjs";

const HOVER_MS = 250;
const EDGE = 8;
/** The term that is explained, and whether it was asked for rather than pointed at.
 *  @type {{ term: HTMLElement | null, asked: boolean }} */
const open = { term: null, asked: false };
let due = 0;

const card = () => document.getElementById(IDS.GLOSSARY_CARD);
/** @param {Event} event */
const termOf = (event) => /** @type {HTMLElement | null} */ (around(event, "[data-term]"));
/** @param {Event} event */
const onCard = (event) => around(event, `#${IDS.GLOSSARY_CARD}`) !== null;

/** Below the term, or above it where there is no room.
 *  @param {HTMLElement} term @param {HTMLElement} place */
function put(term, place) {
  const { left, top, bottom } = term.getBoundingClientRect();
  const { width, height } = place.getBoundingClientRect();
  const below = bottom + EDGE / 2;
  const over = below + height + EDGE > window.innerHeight;
  const most = window.innerWidth - width - EDGE;
  place.style.left = `${Math.max(EDGE, Math.min(left, most))}px`;
  place.style.top = `${over ? Math.max(EDGE, top - height - EDGE / 2) : below}px`;
}

/**
 * Say something beside an element that was asked or pointed at.
 * @param {HTMLElement} term @param {boolean} asked @param {(Node | string)[]} words
 */
function say(term, asked, words) {
  if (open.term !== term) hide();
  clearTimeout(due);
  const place = card();
  if (!place) return;
  Object.assign(open, { term, asked });
  place.showPopover();
  place.replaceChildren(...words);
  put(term, place);
}

/** @param {HTMLElement} term @param {boolean} asked */
function show(term, asked) {
  const name = term.dataset.term ?? "";
  const title = document.createElement("b");
  title.textContent = `${name[0].toUpperCase()}${name.slice(1)}`;
  say(term, asked, [title, ` ${GLOSSARY.meanings[name]}`]);
  term.setAttribute("aria-expanded", "true");
  term.setAttribute("aria-describedby", IDS.GLOSSARY_CARD);
}

function hide() {
  clearTimeout(due);
  if (!open.term) return;
  if (open.term.dataset.term) open.term.setAttribute("aria-expanded", "false");
  open.term.removeAttribute("aria-describedby");
  Object.assign(open, { term: null, asked: false });
  card()?.replaceChildren();
  card()?.hidePopover();
}

/** @param {() => void} then */
function soon(then) {
  clearTimeout(due);
  due = setTimeout(then, HOVER_MS);
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  const term = termOf(event);
  if (term) soon(() => show(term, open.asked && open.term === term));
  else if (onCard(event)) clearTimeout(due);
  else if (open.term && !open.asked) soon(hide);
  else clearTimeout(due);
});

document.addEventListener("click", (event) => {
  const term = termOf(event);
  if (term && open.term === term && open.asked) hide();
  else if (term) show(term, true);
  else if (!onCard(event) && around(event, "[data-cut]") !== open.term) hide();
});

document.addEventListener("focusout", (event) => {
  if (open.asked && event.target === open.term) hide();
});

/* Nothing else that Escape closes is closed with it. */
window.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || !open.term) return;
    event.preventDefault();
    event.stopPropagation();
    hide();
  },
  { capture: true },
);

/* It stays beside its term, for as long as that is on the screen. */
function follow() {
  const place = card();
  if (!open.term || !place) return;
  const { top, bottom, width } = open.term.getBoundingClientRect();
  if (width && bottom > 0 && top < window.innerHeight) put(open.term, place);
  else hide();
}

for (const name of ["scroll", "resize"]) window.addEventListener(name, follow, { capture: true });

whenMounted(() => card()?.setAttribute("popover", "manual"));

export { say };
