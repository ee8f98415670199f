/* What an ellipsis cuts is whole when it is pointed at, as its title, and when it has the focus, in
   the card that explains terms. The focus comes to it by Tab, but only while it is cut. */
import { around } from "./events.mjs";
import { say } from "./glossary.mjs";

// Texts that may be cut and are in nothing else that takes the focus.
const TEXTS =
  ".one-line, .curve-head .caption, .legend-words, :is(.flow-table, .data-table) :is(th, td)";
const FIELDS = "input.mantine-Select-input";

/** @param {Element} element */
const isCut = (element) =>
  element.scrollWidth > element.clientWidth &&
  getComputedStyle(element).textOverflow === "ellipsis";

/** @param {Element} element */
const wordsOf = (element) =>
  (element instanceof HTMLInputElement ? element.value : element.textContent).trim();

/** Let an element be asked for all of its words, for as long as it does not show them.
 *  @param {HTMLElement} element */
function mark(element) {
  const cut = isCut(element);
  if (!cut && !("cut" in element.dataset)) return;
  element.toggleAttribute("data-cut", cut);
  if (!cut) {
    element.removeAttribute("title");
    if (!element.matches(FIELDS)) element.removeAttribute("tabindex");
    return;
  }
  // One that says more than its words goes on to say that.
  if (!element.closest("[title]:not([data-cut])")) element.title = wordsOf(element);
  if (!element.matches(FIELDS)) element.tabIndex = 0;
}

document.addEventListener("pointerover", (event) => {
  const element = around(event, `${TEXTS}, ${FIELDS}`);
  if (element instanceof HTMLElement) mark(element);
});

/* Before the focus moves, or a finger puts it there. */
for (const name of ["keydown", "pointerdown"]) {
  document.addEventListener(
    name,
    (event) => {
      if (event instanceof KeyboardEvent && event.key !== "Tab") return;
      /** @type {NodeListOf<HTMLElement>} */
      const texts = document.querySelectorAll(TEXTS);
      texts.forEach(mark);
    },
    { capture: true },
  );
}

/* A term says on its own what it means. */
document.addEventListener("focusin", (event) => {
  const { target } = event;
  const element = around(event, `${TEXTS}, .model-card h3`);
  if (!(target instanceof HTMLElement) || !element || !isCut(element)) return;
  if (!target.dataset.term) say(target, true, [wordsOf(element)]);
});
