"""The samples tab before anything is marked: what the edit changed, from the comparison shown."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.words import said
from weight_surgery.components.marked import MOST_CHANGED, strip
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

SPEC = SurgerySpec("digits-3d")


def shown(content: list[Any]) -> list[int]:
    """Return the samples that a strip has tiles of, in order."""
    return [tile.to_plotly_json()["props"]["data-pin"] for tile in content[1].children]


def test_the_surest_of_the_changed_samples_are_shown_with_their_count(shipped: Workbench) -> None:
    comparison = shipped.compare(SPEC)
    content = strip(shipped, SPEC, [])
    changed = np.flatnonzero(comparison.before.predictions != comparison.after.predictions)
    others = int((~np.isin(comparison.bundle.labels_test[changed], (3, 6))).sum())
    assert said(content[0]) == (
        f"{len(changed)} of 450 test samples are read differently after the edit, {others} of them "
        f"of other classes. The {MOST_CHANGED} it was surest of before:"
    )
    assert len(shown(content)) == MOST_CHANGED < len(changed)
    sure = shipped.reads(SPEC, changed).before.max(axis=1)
    assert set(shown(content)) <= set(changed.tolist())
    least = shipped.reads(SPEC, np.array(shown(content))).before.max(axis=1).min()
    assert np.sort(sure)[-MOST_CHANGED] <= least + 1e-12
    assert all("changed" in tile.className for tile in content[1].children)


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
