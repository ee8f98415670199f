/* What the kit's components leave unsaid, or say of the wrong element. */
(() => {
  /* Whether a field's list is open. */
  function sayList(field) {
    field.setAttribute("aria-expanded", String(field.hasAttribute("data-expanded")));
  }

  /* A menu is the button's, not that of the box around the button. */
  function sayMenu(box) {
    const button = box.querySelector("button");
    if (!button) return;
    for (const name of ["aria-haspopup", "aria-expanded"]) {
      if (box.hasAttribute(name)) button.setAttribute(name, box.getAttribute(name));
      box.removeAttribute(name);
    }
    box.removeAttribute("aria-controls");
  }

  new MutationObserver((changes) => {
    document.querySelectorAll("div[aria-haspopup=menu], div[id$=-target][aria-expanded]").forEach(sayMenu);
    for (const { target } of changes) {
      if (target.getAttribute?.("role") === "combobox") sayList(target);
    }
  }).observe(document, {
    subtree: true,
    childList: true,
    attributeFilter: ["aria-expanded", "aria-haspopup", "data-expanded"],
  });
})();
