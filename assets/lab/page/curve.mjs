/* The curve is read out beside the pointer, on the side where it is not. */
/** @import { Point } from "../figures/reading.mjs" */
import { hold, outputs } from "../dash.mjs";
import { readingOf } from "../figures/reading.mjs";

const NAME = "curve-reading";

export const curve = {
  /** @param {{ points: (Point & { x: number })[] } | null} pointed */
  read(pointed) {
    const [, , ...lines] = outputs();
    const words = readingOf(pointed?.points ?? [], lines.length);
    if (!words) return [`${NAME} away`, ...outputs().slice(1).map(hold)];
    const side = Number(pointed?.points[0].x) < 50 ? "right" : "left";
    return [`${NAME} ${side}`, ...words];
  },
};
