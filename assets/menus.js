/* The kit wraps a menu's button in a box and says there, where nobody hears it, that the button has
   a menu and whether it is open. Both belong on the button. */
(() => {
  const BOX = "div[aria-haspopup]";
  const SAID = ["aria-haspopup", "aria-expanded", "aria-controls"];

  function moved(box) {
    const button = box.querySelector("button");
    if (!button) return;
    for (const name of SAID) {
      if (!box.hasAttribute(name)) continue;
      button.setAttribute(name, box.getAttribute(name));
      box.removeAttribute(name);
    }
    if (!box.hasAttribute("data-expanded")) button.removeAttribute("aria-controls");
    box.dataset.menuBox = "";
  }

  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      if (target.matches?.("[data-menu-box]")) moved(target);
      for (const node of addedNodes) {
        if (node.matches?.(BOX)) moved(node);
        node.querySelectorAll?.(BOX).forEach(moved);
      }
    }
  }).observe(document, { childList: true, subtree: true, attributeFilter: SAID });
})();
