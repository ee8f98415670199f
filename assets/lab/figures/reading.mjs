/* What a curve says where it is pointed at. */
import { strengthText } from "../motion/damping.mjs";
import { minus } from "./minus.mjs";

/** @typedef {{ curveNumber: number, y: number, customdata?: string }} Point */

/**
 * The words of the strength that is pointed at and of every line there. The last trace has the exact
 * dampings, and the lines come just before it.
 * @param {Point[]} points in any order; a line that is not defined here has none
 * @param {number} lines how many there are
 */
export function readingOf(points, lines) {
  const exact = points.find(({ customdata }) => customdata !== undefined);
  if (exact?.customdata === undefined) return null;
  const { curveNumber: last, customdata: damping } = exact;
  const values = Array.from({ length: lines }, (_, at) => {
    const point = points.find(({ curveNumber }) => curveNumber === last - lines + at);
    return point ? minus(point.y.toFixed(4)) : "undefined";
  });
  return [`${strengthText(Number(damping))}, damping ${damping}`, ...values];
}
