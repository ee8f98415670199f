"""The samples tab before anything is marked: what the edit changed, from the comparison shown."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.words import said
from weight_surgery.components.marked import MOST_CHANGED, MOST_TILES, strip
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

SPEC = SurgerySpec("digits-3d")


def shown(content: list[Any]) -> list[int]:
    """Return the samples that a strip has tiles of, in order."""
    return [tile.to_plotly_json()["props"]["data-pin"] for tile in content[1].children]


def test_of_every_kind_of_change_the_surest_is_shown_first(shipped: Workbench) -> None:
    comparison = shipped.compare(SPEC)
    content = strip(shipped, SPEC, [])
    before, after = comparison.before.predictions, comparison.after.predictions
    changed = np.flatnonzero(before != after)
    others = int((~np.isin(comparison.bundle.labels_test[changed], (3, 6))).sum())
    assert said(content[0]) == (
        f"{len(changed)} of 450 test samples are read differently after the edit, {others} of them "
        "of other classes. Of every kind the surest first:"
    )
    chosen = shown(content)
    assert len(chosen) == MOST_CHANGED < len(changed)
    assert set(chosen) <= set(changed.tolist())
    assert all("changed" in tile.className for tile in content[1].children)
    kinds = list(zip(before[changed].tolist(), after[changed].tolist(), strict=True))
    several = min(MOST_CHANGED, len(set(kinds)))
    first = [(before[index], after[index]) for index in chosen[:several]]
    assert len(set(first)) == several
    assert kinds.count(first[0]) == max(map(kinds.count, kinds))
    alike = changed[[kind == first[0] for kind in kinds]]
    sure = shipped.reads(SPEC, alike).before.max(axis=1)
    assert alike[sure.argmax()] == chosen[0]


def test_where_nothing_changed_the_least_sure_are_shown(shipped: Workbench) -> None:
    content = strip(shipped, SPEC.with_operation(damping=1.0), [])
    assert said(content[0]).startswith("None of 450 test samples is read differently.")
    reads = np.sort(shipped.reads(SPEC.with_operation(damping=1.0), np.arange(450)).after, axis=1)
    margins = reads[:, -1] - reads[:, -2]
    assert margins[shown(content)].max() <= np.sort(margins)[MOST_CHANGED - 1]


def test_what_is_marked_takes_their_place_and_a_tile_has_its_index_where_it_has_no_image(
    shipped: Workbench,
) -> None:
    content = strip(shipped, SPEC, [5, 7])
    assert said(content[0]).startswith("2 samples marked")
    assert shown(content) == [5, 7]
    assert said(content[1]) == "57"


def test_a_small_view_cuts_its_rows_and_says_no_number_of_those_it_shows(
    shipped: Workbench,
) -> None:
    content = strip(shipped, SPEC, list(range(MOST_TILES + 10)))
    assert len(shown(content)) == MOST_TILES
    assert said(content[2]) == "and 10 more"
    assert content[2].className.split() == ["note", "when-full"]
    assert f"{MOST_CHANGED}" not in said(strip(shipped, SPEC, [])[0]).partition("classes.")[2]
