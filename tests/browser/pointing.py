"""Point at samples, and read what the card then says."""

from __future__ import annotations

import numpy as np

from tests.browser.driver import Lab
from weight_surgery.components import ids

CARD = f"#{ids.SAMPLES_CARD}"
# Move the pointer to a row's place in a picture, as the page's own rings find it.
PLACE = """([at, row]) => {
  const { GRAPHS, graphOf, held } = window.modules.samples;
  const { only, placeOf } = window.modules.places;
  const damping = at % 2 ? held.state.damping : 1;
  return placeOf(graphOf(GRAPHS[at]), at < 2 ? "scene" : "circle", only(held.motion, row), damping);
}"""
# What a card says at one moment, with the pixels of the sprite that its style cuts out.
SEEN = """async selector => {
  const card = document.querySelector(selector);
  const words = [...card.querySelectorAll(".card-index, .card-true, .card-reads")].map(
    one => one.textContent);
  const image = getComputedStyle(card.querySelector(".sample-image"));
  const styles = ["backgroundImage", "backgroundPosition", "backgroundSize"];
  const [url, place, size] = styles.map(name => image[name]);
  const { width, height } = window.modules.spotlight.labSpotlight.spot.sprite;
  const sprite = new Image();
  sprite.src = url.slice(5, -2);
  await sprite.decode();
  const [x, y] = place.split(" ").map(parseFloat);
  const [wide, high] = size.split(" ").map(part => parseFloat(part) / 100);
  const [column, row] = [Math.round(x * (wide - 1) / 100), Math.round(y * (high - 1) / 100)];
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const paper = canvas.getContext("2d");
  const corner = [sprite.width / wide * column, sprite.height / high * row];
  paper.drawImage(sprite, ...corner, width, height, 0, 0, width, height);
  const pixels = [...paper.getImageData(0, 0, width, height).data].filter((_, at) => at % 4 !== 3);
  return { words, pixels };
}"""


# What is under the pointer once that is known, for a scene answers a frame late: a card that names
# a sample there, or the words of a class mean, which covers samples.
ANSWERED = """(at, x, y, reach) => {
  const { GRAPHS, graphOf, held } = window.modules.samples;
  const { only, placeOf } = window.modules.places;
  const words = graphOf(GRAPHS[at]).querySelector(".hovertext");
  const box = words?.getBoundingClientRect();
  const isNear = box && Math.hypot(
    Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom)) < reach;
  if (isNear && words.textContent.includes("centroid of")) return "mean";
  const card = document.querySelector(".sample-card:not(.away)");
  if (!card) return null;
  const one = only(held.motion, held.motion.indices.indexOf(Number(card.dataset.sample)));
  const damping = at % 2 ? held.state.damping : 1;
  const place = placeOf(graphOf(GRAPHS[at]), at < 2 ? "scene" : "circle", one, damping);
  return Math.hypot(place[0] - x, place[1] - y) < reach ? "sample" : null;
}"""
REACH = 25
# A scene that has drawn so often since the pointer came has found nothing below it, however slow
# the machine.
FRAMES = 30
LOOKED = f"""async ([frames, ...place]) => {{
  const answered = {ANSWERED};
  for (let frame = 0; frame < frames; frame += 1) {{
    const answer = answered(...place);
    if (answer) return answer;
    await new Promise(requestAnimationFrame);
  }}
  return null;
}}"""


def pixels_of(image: np.ndarray) -> np.ndarray:
    """Return what SEEN has of an image (H, W) or (H, W, 3): its pixels, three colors each."""
    return (image if image.ndim == 3 else np.repeat(image[..., None], 3, axis=2)).ravel()


def hovered(lab: Lab, at: int, row: int) -> bool:
    """Point at a sample in one of the four pictures; return whether a card for there came up."""
    place = lab.page.evaluate(PLACE, [at, row])
    if not place:
        return False
    lab.page.evaluate("() => window.modules.spotlight.labSpotlight.leave()")
    lab.page.mouse.move(place[0] + 1, place[1] + 40)
    lab.page.mouse.move(*place)
    return lab.page.evaluate(LOOKED, [FRAMES, at, *place, REACH]) == "sample"


def first_hovered(lab: Lab) -> tuple[int, int]:
    """Point at some sample of the first circle; return its row and the index the card names."""
    lab.page.locator(".circle").first.scroll_into_view_if_needed()
    row = next(row for row in range(100) if hovered(lab, 2, row))
    return row, int(lab.page.locator(CARD).get_attribute("data-sample") or -1)
