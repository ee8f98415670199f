"""Networks and samples that cannot be taken: refused by name, with the way out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils.parametrizations import weight_norm
from torch.nn.utils.parametrize import remove_parametrizations
from torch.utils.data import DataLoader, TensorDataset

import weight_surgery as ws
from tests.core.nets import (
    CLASSES,
    KINDS,
    TEST,
    TRAIN,
    X_TEST,
    Y_TEST,
    X,
    Y,
    headed,
    seeded,
    trained,
    trunk,
)

REFUSED: dict[str, tuple[Any, dict[str, Any], str]] = {
    "a relu behind a named layer": (KINDS["relu"], {"edit": "head"}, r"ReLU \(behind0\)"),
    "no such layer": (headed, {"edit": "haed"}, "haed is no linear layer"),
    "no such classifier": (headed, {"classifier": "fc"}, "neither a linear layer"),
    "a classifier of other rows": (headed, {"classifier": "head"}, "5 rows"),
    "wrongly said not to normalise": (KINDS["cosine parameter"], {"normalise": False}, "not what"),
    "a wrong scale": (KINDS["cosine parameter"], {"scale": 3.0}, "not what prototypes makes"),
    "a nonlinear end": (lambda: nn.Sequential(headed(), nn.Tanh()), {}, "not what"),
    "too few names": (headed, {"classes": ["a", "b"], "classifier": "classifier"}, "names must"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_taken_is_refused_by_name(case: str) -> None:
    make, options, words = REFUSED[case]
    network = trained(seeded(make), X, Y)
    with pytest.raises(ValueError, match=words):
        ws.from_torch(network, TRAIN, TEST, **options)


def test_a_batch_norm_that_takes_a_dimension_away_is_refused() -> None:
    network = trained(seeded(KINDS["batch norm"]), X, Y)
    with torch.no_grad():
        network.get_submodule("behind0").weight[2] = 0
    with pytest.raises(ValueError, match=r"behind0 scales 1 of 5 dimensions to 0"):
        ws.from_torch(network, TRAIN, TEST)


def test_a_convolution_at_the_end_is_refused_by_its_kind() -> None:
    network = nn.Sequential(nn.Conv2d(1, 4, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten())
    images = np.random.default_rng(0).random((40, 1, 8, 8)).astype(np.float32)
    with pytest.raises(ValueError, match=r"ends in Flatten"):
        ws.from_torch(network, (images, np.arange(40) % 4), (images[::-1].copy(), Y[:40]))


BAD: dict[str, tuple[Any, str]] = {
    "no module": (lambda: (object(), TRAIN, TEST), "torch module"),
    "labels that are no rows": (lambda: (headed(), (X, Y + 7), (X_TEST, Y_TEST + 7)), "classes="),
    "too few labels": (lambda: (headed(), (X, Y[:9]), TEST), "one label a sample"),
    "texts": (lambda: (headed(), (X, [str(one) for one in Y]), TEST), "all texts|classes="),
    "the same twice": (lambda: (headed(), TRAIN, TRAIN), "test is train"),
    "no labels": (lambda: (headed(), [torch.from_numpy(X)], TEST), "samples, labels"),
    "a path": (lambda: (headed(), "train", TEST), "DataLoader"),
    "empty": (lambda: (headed(), (X[:0], Y[:0]), TEST), "no samples"),
    "one class only": (lambda: (headed(), (X, 0 * Y), (X_TEST, 0 * Y_TEST)), "two or more"),
    "other columns": (lambda: (headed(), (X[:, :3], Y), TEST), "does not take"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_network_or_no_samples_gets_a_sentence(case: str) -> None:
    make, words = BAD[case]
    with pytest.raises(ValueError, match=words):
        ws.from_torch(*make())


def test_another_network_is_not_edited_by_this_bundle() -> None:
    network, other = trained(seeded(headed), X, Y), trained(seeded(headed, 1), X, Y)
    bundle = ws.from_torch(network, TRAIN, TEST)
    spec = ws.compare(bundle, 0, 1).spec
    with pytest.raises(ValueError, match="not the one that"):
        ws.edit(other, bundle, spec)
    table = ws.from_embeddings(X, Y)
    with pytest.raises(ValueError, match="which layers"):
        ws.edit(network, table, ws.compare(table, 0, 1).spec)


def test_rows_of_a_cosine_classifier_cannot_be_averaged_and_say_so() -> None:
    network = trained(seeded(KINDS["cosine parameter"]), X, Y)
    bundle = ws.from_torch(network, TRAIN, TEST)
    spec = ws.compare(bundle, 0, 1, method="rows").spec
    with pytest.raises(ValueError, match="cosine"):
        ws.edit(network, bundle, spec)


class Doubled(nn.Module):
    """A network that reads what is edited in two ways, the second of which cancels unedited."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk, self.head, self.classifier = trunk(), nn.Linear(16, 5), nn.Linear(5, CLASSES)
        self.kept = nn.Parameter(torch.zeros(5, 16), requires_grad=False)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        features = self.trunk(inputs)
        apart = features @ (self.head.weight - self.kept).T
        logits = self.classifier(self.head(features))
        return (
            logits
            + (apart.square().sum(dim=1, keepdim=True) if self.kept.any() else 0)[:, :1]
            * torch.arange(CLASSES)
            if self.kept.any()
            else logits
        )


def test_a_network_that_reads_the_edit_elsewhere_too_is_refused() -> None:
    network = trained(seeded(Doubled), X, Y)
    with torch.no_grad():
        network.get_parameter("kept").copy_(network.get_parameter("head.weight"))
    with pytest.raises(ValueError, match="no longer after an edit"):
        ws.from_torch(network, TRAIN, TEST)


def test_a_weight_that_is_computed_each_time_is_refused_with_the_way_out() -> None:
    def normed() -> nn.Module:
        return nn.Sequential(trunk(), weight_norm(nn.Linear(16, CLASSES)))

    network = trained(seeded(normed), X, Y)
    with pytest.raises(ValueError, match=r"1 computes its weight anew.*remove_parametrizations"):
        ws.from_torch(network, TRAIN, TEST)
    remove_parametrizations(network.get_submodule("1"), "weight")
    assert ws.from_torch(network, TRAIN, TEST).metadata["classifier"] == "1"


def test_what_depends_on_the_batch_is_refused() -> None:
    def loose() -> nn.Module:
        return headed(nn.BatchNorm1d(5, track_running_stats=False))

    with pytest.raises(ValueError, match="behind0 keeps no running mean"):
        ws.from_torch(trained(seeded(loose), X, Y), TRAIN, TEST)


class AlwaysOn(nn.Module):
    """A dropout that does not know eval mode."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return nn.functional.dropout(x, 0.5, training=True)


@pytest.mark.parametrize("options", [{}, {"edit": "head"}, {"classifier": False}], ids=str)
def test_a_network_that_answers_at_random_is_said_to_do_that(options: dict[str, Any]) -> None:
    network = trained(seeded(lambda: headed(AlwaysOn())), X, Y)
    with pytest.raises(ValueError, match=r"other answers each time.*dropout that is always on"):
        ws.from_torch(network, TRAIN, TEST, **options)


TENS: tuple[tuple[Any, dict[str, Any], str], ...] = (
    ([10 * label for label in range(CLASSES)], {}, "10"),
    (
        [10 * label for label in range(CLASSES)],
        {"classes": {10 * label: f"c{10 * label}" for label in range(CLASSES)}},
        "10",
    ),
    ([label - 1 for label in range(CLASSES)], {}, "-1"),
    ([label + 0.5 for label in range(CLASSES)], {}, "0.5"),
    (list("abcdefghij"[:CLASSES]), {}, "'a'"),
    (list("abcdefghij"[:CLASSES]), {"classes": list("abcxefghij"[:CLASSES])}, "'d'"),
)


@pytest.mark.parametrize(("names", "options", "offender"), TENS, ids=str)
def test_the_first_label_that_is_no_row_is_named(
    names: list[Any], options: dict[str, Any], offender: str
) -> None:
    own = np.array(names)
    with pytest.raises(ValueError, match=rf"classes=\[…\]; got the label {offender}$"):
        ws.from_torch(headed(), (X, own[Y]), (X_TEST, own[Y_TEST]), **options)


def test_images_of_a_shuffled_loader_would_be_other_samples() -> None:
    network = trained(seeded(headed), X, Y)
    data = TensorDataset(torch.from_numpy(X_TEST), torch.from_numpy(Y_TEST))
    texts = [f"{at}" for at in range(len(data))]
    with pytest.raises(ValueError, match="without shuffle"):
        ws.from_torch(network, TRAIN, DataLoader(data, 8, shuffle=True), texts=texts)
    bundle = ws.from_torch(network, TRAIN, DataLoader(data, 8), texts=texts)
    assert bundle.texts_test is not None
    assert list(bundle.texts_test) == texts


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"normalise": True}, "nothing brings the embedding to length 1"),
        ({"normalise": "yes"}, "normalise"),
        ({"scale": "2"}, "scale must be a number above 0"),
        ({"scale": -1.0}, "scale must be a number above 0"),
        ({"classes": 10}, "classes must be names"),
        ({"classes": {"a", "b", "c", "d"}}, "classes must be names"),
        ({"progress": 5}, "progress must be a function"),
    ],
)
def test_options_that_nobody_can_mean_are_refused(options: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        ws.from_torch(trained(seeded(headed), X, Y), TRAIN, TEST, **options)


def test_a_table_far_from_0_is_refused_with_what_to_do() -> None:
    moved = X.astype(float) + 1e6
    with pytest.raises(ValueError, match="subtract each column's mean"):
        ws.from_embeddings(moved, Y, normalise=False)
    assert ws.from_embeddings(moved - moved.mean(axis=0), Y, normalise=False)


def test_what_is_no_number_is_refused_where_it_comes_from() -> None:
    network = trained(seeded(headed), X, Y)
    for place in (0, 1):
        given = [[X.copy(), Y], [X_TEST.copy(), Y_TEST]]
        given[place][0][3, 1] = np.nan
        with pytest.raises(ValueError, match=r"1 of the \d+ samples .* missing or infinite"):
            ws.from_torch(network, *map(tuple, given))
    with torch.no_grad():
        next(network.parameters())[0, 0] = np.inf
    with pytest.raises(ValueError, match=r"no finite number .* diverged"):
        ws.from_torch(network, TRAIN, TEST)
