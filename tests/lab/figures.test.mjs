import assert from "node:assert/strict";
import { test } from "node:test";
import { circleTraces, movedCircle } from "../../assets/lab/figures/circle.mjs";
import { colorsOf, steps } from "../../assets/lab/figures/colors.mjs";
import { dotsOf, isDotted } from "../../assets/lab/figures/dots.mjs";
import { groupsOf, interleaved } from "../../assets/lab/figures/groups.mjs";
import { lineStrength, movedScene, sceneTraces } from "../../assets/lab/figures/scene.mjs";
import { apart, caseOf, cases, skeleton, stateOf } from "./cases.mjs";

const one = caseOf("five dimensions");
const named = (traces, name) => traces.find((trace) => trace.name === name);
const sorted = (rows) => [...rows].sort((a, b) => a - b);
const at = (found, damping) => found.at.find((place) => place.damping === damping);

test("every sample is drawn once, the pair apart from the others", () => {
  const { motion, reads } = one;
  const groups = groupsOf(stateOf(one));
  assert.deepEqual(sorted([...groups.others, ...groups.pair]), [...motion.indices.keys()]);
  assert.ok(groups.pair.every((row) => motion.pair.includes(reads.labels[row])));
  assert.ok(groups.others.every((row) => !motion.pair.includes(reads.labels[row])));
});

test("filters keep what they say", () => {
  const reads = { ...one.reads, before: one.reads.labels.slice(), after: one.reads.labels.slice() };
  const outsider = groupsOf(stateOf(one)).others[2];
  reads.after[outsider] = one.motion.pair[0];
  const kept = (shown) => groupsOf(stateOf({ ...one, reads }, { shown }));
  assert.deepEqual(kept("misread"), { others: [outsider], pair: [] });
  assert.deepEqual(kept("changed"), { others: [outsider], pair: [] });
  assert.deepEqual(kept("pair").others, []);
  assert.equal(kept("pair").pair.length, kept("all").pair.length);
});

test("where only the pair is shown, no other class has a mark of its mean", () => {
  const means = (shown) => named(sceneTraces(stateOf(one, { shown }), "before"), "centroids");
  const { names, pair, colors } = one.motion;
  assert.equal(means("changed").x.length, names.length);
  const two = means("pair");
  assert.equal(two.x.length, 2);
  assert.deepEqual(
    two.hovertext,
    pair.map((label) => `centroid of ${names[label]}`),
  );
  assert.deepEqual(
    two.marker.color,
    pair.map((label) => colors[label]),
  );
});

test("neither class of the pair is drawn last: at every share of the list both are as far", () => {
  const first = Array.from({ length: 40 }, (_, row) => row);
  const second = Array.from({ length: 10 }, (_, row) => 100 + row);
  const mixed = interleaved(first, second);
  assert.deepEqual(sorted(mixed), [...first, ...second]);
  for (let count = 5; count <= 50; count += 5) {
    const seconds = mixed.slice(0, count).filter((row) => row >= 100).length;
    assert.ok(Math.abs(seconds - count / 5) <= 1, `${seconds} of the first ${count}`);
  }
  assert.deepEqual(interleaved([], [7, 8]), [7, 8]);
  // One class after the other, as traces of their own draw them, would not pass.
  assert.ok([...first, ...second].slice(0, 25).every((row) => row < 100));
});

for (const found of cases) {
  test(`${found.name}: traces hold the samples where Python has them`, () => {
    const state = stateOf(found);
    const groups = groupsOf(state);
    const pick = (columns, rows) => columns.map((column) => rows.map((row) => column[row]));
    for (const [side, damping] of [
      ["before", 1],
      ["after", 0.5],
    ]) {
      const { scene, circle } = at(found, damping);
      for (const [name, rows] of [
        ["bystanders", groups.others],
        ["pair", groups.pair],
      ]) {
        const { x, y, z, customdata } = named(sceneTraces(state, side), name);
        assert.ok(apart([x, y, z], pick(scene, rows)) < 2e-6, `${name} ${side}`);
        assert.deepEqual(
          customdata,
          rows.map((row) => found.motion.indices[row]),
        );
        const flat = named(circleTraces(state, side), name);
        assert.ok(apart([flat.x, flat.y], pick(circle, rows)) < 2e-6, `${name} ${side}`);
      }
    }
  });
}

test("all that a state says is said of a trace that is there", () => {
  const names = (kind) => skeleton[kind].map(({ name }) => name);
  const over = stateOf(one, { scenes: "overlay" });
  const groups = groupsOf(over);
  const known = new Set(names("scene"));
  assert.equal(known.size, names("scene").length);
  assert.ok(Object.keys(movedScene(over, groups, 0.3)).every((name) => known.has(name)));
  assert.ok(Object.keys(movedCircle(over, groups, 0.3)).every((n) => names("circle").includes(n)));
  // Whatever the order: without the skeleton's own, each part is still its trace's.
  const turned = { scene: [...skeleton.scene].reverse(), circle: [...skeleton.circle].reverse() };
  for (const traces of [sceneTraces, circleTraces]) {
    const usual = traces(over, "after");
    const other = traces({ ...over, skeleton: turned }, "after");
    assert.deepEqual(other.reverse(), usual);
  }
});

test("what a damping moves is what is drawn at that damping", () => {
  const state = stateOf(one, { scenes: "overlay", marked: new Set([one.motion.indices[3]]) });
  const groups = groupsOf(state);
  for (const [moved, traces] of [
    [movedScene(state, groups, 0.5), sceneTraces(state, "after")],
    [movedCircle(state, groups, 0.5), circleTraces(state, "after")],
  ]) {
    assert.equal(moved.marked.x.length, 1);
    for (const [name, part] of Object.entries(moved)) {
      for (const axis of Object.keys(part)) assert.deepEqual(named(traces, name)[axis], part[axis]);
    }
  }
  const elsewhere = movedScene(state, groups, 0.4);
  assert.notDeepEqual(elsewhere.pair, movedScene(state, groups, 0.5).pair);
});

test("the pair's classes are told apart by symbol and by color", () => {
  const { motion, reads } = one;
  const { marker, meta } = named(sceneTraces(stateOf(one), "after"), "pair");
  const { pair } = groupsOf(stateOf(one));
  assert.deepEqual(
    meta.classes,
    motion.pair.map((label) => motion.names[label]),
  );
  pair.forEach((row, place) => {
    const which = motion.pair.indexOf(reads.labels[row]);
    assert.equal(marker.symbol[place], meta.symbols[which]);
    assert.equal(marker.size[place], meta.sizes[which]);
    const [, color] = marker.colorscale[marker.color[place]];
    assert.equal(color, motion.colors[motion.pair[which]]);
  });
  assert.equal(new Set(marker.symbol).size, 2);
});

test("colors say how samples are read on their side", () => {
  const { reads } = one;
  const rows = [...reads.labels.keys()];
  const colored = (color, side) => colorsOf(stateOf(one, { color }), rows, side).color;
  assert.deepEqual(
    colored("correct", "after"),
    rows.map((row) => Number(reads.after[row] === reads.labels[row])),
  );
  assert.deepEqual(
    colored("changed", "after"),
    rows.map((row) => Number(reads.after[row] !== reads.before[row])),
  );
  const sure = rows.map((row) => reads.sure_before[row] / 65535);
  assert.deepEqual(colored("confidence", "before"), sure);
  assert.notDeepEqual(colored("confidence", "after"), sure);
  assert.deepEqual(steps(["#a", "#b", "#c"]), [
    [0, "#a"],
    [0.5, "#b"],
    [1, "#c"],
  ]);
  assert.deepEqual(steps(["#a"]), [
    [0, "#a"],
    [1, "#a"],
  ]);
});

test("an overlay has a line for each sample, the fainter the more there are", () => {
  const state = stateOf(one, { scenes: "overlay" });
  const over = sceneTraces(state, "after");
  const count = one.motion.indices.length;
  const [lines, before] = [named(over, "twin lines"), named(over, "before")];
  assert.equal(before.x.length, count);
  assert.equal(lines.x.length, 3 * count);
  assert.deepEqual(
    lines.x.filter((_, place) => place % 3 === 0),
    before.x,
  );
  assert.equal(named(sceneTraces(state, "before"), "twin lines").x.length, 0);
  assert.equal(named(sceneTraces(stateOf(one), "after"), "before").x.length, 0);
  assert.equal(lineStrength(10), 0.5);
  assert.ok(lineStrength(2000) < 0.1);
  assert.ok(lineStrength(1e6) > 0.05);
  // Lines come first, so that samples are drawn over them.
  const place = (name) => over.findIndex((trace) => trace.name === name);
  assert.ok(place("twin lines") < Math.min(place("bystanders"), place("pair"), place("before")));
});

test("a circle has a dot for every sample that is drawn, in its class's color and shape", () => {
  const { motion, reads } = one;
  const state = stateOf(one);
  const traces = circleTraces(state, "before").filter(isDotted);
  assert.deepEqual(
    traces.map(({ name }) => name),
    ["bystanders", "pair"],
  );
  const { others, pair } = groupsOf(state);
  const dots = traces.flatMap(dotsOf);
  assert.equal(dots.length, motion.indices.length);
  [...others, ...pair].forEach((row, place) => {
    const label = reads.labels[row];
    const color = parseInt(motion.colors[label].slice(1), 16);
    const channels = [color >> 16, (color >> 8) & 255, color & 255];
    assert.equal(dots[place].color, `rgb(${channels.join(", ")})`);
    assert.equal(dots[place].diamond, label === motion.pair[1]);
    assert.ok(Math.abs(Math.hypot(dots[place].x, dots[place].y) - 1) < 1e-5);
  });
});

test("a circle's dots have the colors that a scene's scale gives its samples", () => {
  const scales = { confidence: ["#000000", "#ff0000"] };
  const state = stateOf(one, { color: "confidence", scales });
  const scene = sceneTraces(state, "after");
  const values = ["bystanders", "pair"].flatMap((name) => [...named(scene, name).marker.color]);
  assert.ok(new Set(values).size > 5);
  assert.deepEqual(
    circleTraces(state, "after")
      .filter(isDotted)
      .flatMap(dotsOf)
      .map(({ color }) => color),
    values.map((value) => `rgb(${Math.round(255 * value)}, 0, 0)`),
  );
});
