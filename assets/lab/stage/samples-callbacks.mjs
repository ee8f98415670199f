// @ts-nocheck
/* What Dash calls of the samples. */
import { hold } from "../dash.mjs";
import { draw } from "./samples.mjs";
import { play } from "./slider.mjs";

export const samples = {
  draw,
  arrange(query) {
    requestAnimationFrame(() => window.dispatchEvent(new Event("resize")));
    return new URLSearchParams(query).get("scenes") === "overlay" ? "overlay" : "";
  },
  play: () => {
    play();
    return hold();
  },
};
