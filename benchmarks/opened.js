/* When a page is open: two frames after `isOpen` has become true, which a script of each kind of page
   says. A timer looks, because asking for frames would have the page paint them. A frame inside a
   page tells the page, in seconds from the page's own navigation. */
(() => {
  const tell = () => {
    const now = performance.timeOrigin + performance.now();
    window.top.openedAt = (now - window.top.performance.timeOrigin) / 1000;
  };
  const look = () => {
    if (!window.isOpen?.()) return setTimeout(look, 5);
    return requestAnimationFrame(() => requestAnimationFrame(tell));
  };
  look();
})();
