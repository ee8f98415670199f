"""What goes to another process and back: the same to the bit, and no bundle twice."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest

from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from tests.same import differing
from weight_surgery.core.bundle import Bundle, load_bundle, save_bundle
from weight_surgery.core.plan import fit_plan
from weight_surgery.core.planner import Chain, next_step
from weight_surgery.core.workbench.lent import dumped, loaded


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return make_bundle(samples=300)


@pytest.fixture(scope="module")
def theirs(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """The same bundle as another process reads it."""
    path = tmp_path_factory.mktemp("models") / "mine.npz"
    save_bundle(path, bundle)
    return load_bundle(path)


def test_the_bundle_stays_where_it_is(bundle: Bundle, theirs: Bundle) -> None:
    plan = fit_plan(bundle, spec_of(0, 1, method="fitted"))
    content = dumped((plan, bundle, bundle.embeddings_test), bundle)
    assert len(content) < 20_000 < bundle.embeddings_fit.nbytes
    again, whole, embeddings = loaded(content, theirs)
    assert whole is theirs
    assert embeddings is theirs.embeddings_test
    assert again.step.merge.statistics is theirs.statistics_fit
    assert not differing(plan, again)
    # The negative: of another bundle it is another plan.
    other = loaded(content, make_bundle(samples=300, seed=1))
    assert differing(plan, other[0])


def test_steps_of_the_planner_go_on_where_they_were(bundle: Bundle, theirs: Bundle) -> None:
    one = next_step(bundle, Chain.of(bundle))
    again = loaded(dumped(one, bundle), theirs)
    assert not differing(one, again)
    assert not differing(next_step(bundle, one), next_step(theirs, again))
    assert differing(one, next_step(bundle, one))


def test_what_may_not_be_written_stays_so(bundle: Bundle) -> None:
    array = np.arange(5.0)
    assert loaded(dumped(array, bundle), bundle).flags.writeable
    array.flags.writeable = False
    assert not loaded(dumped(array, bundle), bundle).flags.writeable
    # The negative: so it is with pickle's usual protocol.
    assert pickle.loads(pickle.dumps(array, protocol=4)).flags.writeable


def test_differing_sees_what_is_not_the_same(bundle: Bundle) -> None:
    plan = fit_plan(bundle, spec_of())
    assert not differing(plan, fit_plan(bundle, spec_of()))
    assert differing(plan, plan.at(0.5))
    assert differing({"a": np.zeros(2)}, {"a": np.zeros(2, np.float32)})
    assert differing({"a": 0.1}, {"a": np.nextafter(0.1, 1)})
    assert differing(replace(bundle, normalise=False), bundle)
