"""How far what was measured is seen: it is dimmed while the samples show another edit."""

from __future__ import annotations

from tests.browser.driver import Lab
from weight_surgery.components import ids

# All that says what was measured of the edit.
MEASURED = (ids.VERDICT, ids.RANK, ids.HEADLINE, ids.EMBEDDING_CAPTION, ids.CIRCLE_CAPTION)
MEASURED += (ids.CIRCLE_GAP_AFTER, ids.RECALL_GRAPH)
# How far an element is seen through, itself and all that it lies in.
SEEN = """ids => ids.map(id => {
  let seen = 1;
  for (let at = document.getElementById(id); at; at = at.parentElement)
    seen *= Number(getComputedStyle(at).opacity);
  return seen;
})"""


def expect_dimmed(lab: Lab, opacity: float) -> None:
    """Wait until all that was measured is seen so far."""
    lab.page.wait_for_function(
        f"([ids, opacity]) => ({SEEN})(ids).every(one => Math.abs(one - opacity) < 0.01)",
        arg=[list(MEASURED), opacity],
    )
