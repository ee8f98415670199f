/* What the kit's components leave unsaid: whether a field's list is open. */
new MutationObserver((changes) => {
  for (const { target } of changes) {
    if (target.getAttribute("role") === "combobox") {
      target.setAttribute("aria-expanded", String(target.hasAttribute("data-expanded")));
    }
  }
}).observe(document, { subtree: true, attributeFilter: ["data-expanded"] });
