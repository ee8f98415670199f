/* Until the samples are drawn for the first time their places are held open; `states.css` shows how. */
window.labSamples.held.listeners.push(() => {
  document.documentElement.dataset.drawn = "";
});
