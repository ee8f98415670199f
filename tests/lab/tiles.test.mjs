import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, cutOf } from "../../assets/lab/stage/tiles.mjs";

const sprite = { folder: "thumbnails/a/", version: "v", count: 30, tiles: 9, columns: 3 };

test("a sample is a tile of its page, whatever the size of its place", () => {
  assert.equal(addressOf(sprite, 2), "thumbnails/a/2.png?v=v");
  assert.deepEqual(cutOf(sprite, 13), {
    backgroundImage: 'url("thumbnails/a/1.png?v=v")',
    backgroundSize: "300% 300%",
    backgroundPosition: "50% 50%",
  });
  // The last page is not full.
  assert.deepEqual(cutOf(sprite, 28), {
    backgroundImage: 'url("thumbnails/a/3.png?v=v")',
    backgroundSize: "300% 100%",
    backgroundPosition: "50% 0%",
  });
});

test("a single image is all of its page", () => {
  const one = cutOf({ ...sprite, count: 1, tiles: 1, columns: 1 }, 0);
  assert.deepEqual([one.backgroundSize, one.backgroundPosition], ["100% 100%", "0% 0%"]);
});

test("a sample that these images lack asks for no page", () => {
  assert.deepEqual(cutOf(sprite, 30), { backgroundImage: "none" });
});
