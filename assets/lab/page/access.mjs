/* What the kit's components leave unsaid, or say of the wrong element. */
import { around } from "./events.mjs";

/** @param {Element} element @param {string} name @param {string} value */
const write = (element, name, value) => {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
};

/** Whether a field's list is open. @param {Element} field */
const sayList = (field) =>
  write(field, "aria-expanded", String(field.hasAttribute("data-expanded")));

/** A menu is the button's, not that of the box around the button. @param {Element} box */
function sayMenu(box) {
  const button = box.querySelector("button");
  if (!button) return;
  for (const name of ["aria-haspopup", "aria-expanded"]) {
    const value = box.getAttribute(name);
    if (value !== null) write(button, name, value);
    box.removeAttribute(name);
  }
  box.removeAttribute("aria-controls");
}

/* The first cell of a row names it; the kit's tables from data have no such cells. */
const sayRows = () =>
  document
    .querySelectorAll(".data-table tbody td:first-child:not([role])")
    .forEach((cell) => write(cell, "role", "rowheader"));

new MutationObserver((changes) => {
  sayRows();
  document
    .querySelectorAll("div:is([aria-haspopup=menu], [id$=-target][aria-expanded])")
    .forEach(sayMenu);
  for (const { target } of changes) {
    if (target instanceof Element && target.getAttribute("role") === "combobox") sayList(target);
  }
}).observe(document, {
  subtree: true,
  childList: true,
  attributeFilter: ["aria-expanded", "aria-haspopup", "data-expanded"],
});

/* The kit closes a menu that has the focus; one with nothing to choose yet has not. */
document.addEventListener("keydown", (event) => {
  const button = around(
    event,
    ":is([aria-haspopup=menu], [aria-haspopup=dialog])[aria-expanded=true]",
  );
  if (event.key !== "Escape" || !(button instanceof HTMLElement)) return;
  event.preventDefault();
  button.click();
});
