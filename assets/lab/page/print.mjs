/* Before printing: how large the view stands on the screen, for assets/print.css to scale it by. A page
   is laid out without any program, so figures stay as large as they were drawn. */
const WIDE = window.matchMedia("(min-width: 1100px)");

function measure() {
  const { style } = document.documentElement;
  style.removeProperty("--wide");
  style.removeProperty("--tall");
  style.removeProperty("--map");
  const main = document.getElementById("main");
  const twins = document.querySelector(".twins");
  // A model of many classes has its own, and the other is hidden.
  const atlas = [...document.querySelectorAll(".atlas")].find((one) => one.clientHeight);
  // A narrow window has its figures in another order; on paper they take the usual one.
  if (!main || !WIDE.matches) return;
  const { paddingLeft, paddingRight } = getComputedStyle(main);
  const wide = main.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
  style.setProperty("--wide", String(wide));
  if (twins?.clientHeight) style.setProperty("--tall", String(twins.clientHeight));
  if (atlas) style.setProperty("--map", String(atlas.clientHeight));
}

window.addEventListener("beforeprint", measure);
