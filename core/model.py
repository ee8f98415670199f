"""The networks: trunk -> head -> unit-normalise -> classifier; load and save their checkpoints.

This module imports torch, so it is itself imported only where a network runs: training, capture
and the export of an edited network.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

import numpy as np
import torch
from safetensors.torch import save
from torch import Tensor, nn
from torch.nn import functional

from weight_surgery.core.checkpoints import read_state

NETWORKS = ("seed", "compact")
CLASSIFIER_SCALE = 10.0


class HeadedNetwork(nn.Module, ABC):
    """A network whose last-but-one layer is the linear head that surgery edits."""

    network: ClassVar[str]
    head_name: ClassVar[str]
    classifier_name: ClassVar[str]
    input_size: int

    def layer(self, name: str) -> nn.Linear:
        """Return the linear layer called `name`."""
        layer = self.get_submodule(name)
        assert isinstance(layer, nn.Linear)
        return layer

    @abstractmethod
    def trunk(self, inputs: Tensor) -> Tensor:
        """Map prepared inputs (N, 1, S, S) to features (N, h)."""

    @abstractmethod
    def prepare(self, images: np.ndarray) -> Tensor:
        """Turn images (N, H, W) uint8 into inputs (N, 1, S, S), exactly as captured."""

    @abstractmethod
    def prepare_batch(self, images: Tensor) -> Tensor:
        """Turn images (N, H, W) uint8 into inputs in one go, for training."""

    def forward(self, inputs: Tensor) -> Tensor:
        """Map prepared inputs to logits (N, C)."""
        embeddings = self.layer(self.head_name)(self.trunk(inputs))
        return self.layer(self.classifier_name)(functional.normalize(embeddings, dim=1))


class SeedNet(HeadedNetwork):
    """The notebook's network: 1x221x221 in, parameters named as in its `mnist_net.pth`.

    hidden: width of fc3, which feeds the head fc4 (3 in the seed, 16 in its later variant).
    """

    network = "seed"
    head_name = "fc4"
    classifier_name = "fc5"

    def __init__(self, dims: int = 3, hidden: int = 3, classes: int = 10) -> None:
        super().__init__()
        self.input_size = 221
        self.conv1 = nn.Conv2d(1, 8, 2)
        self.conv2 = nn.Conv2d(8, 16, 2)
        self.conv3 = nn.Conv2d(16, 32, 2)
        self.conv4 = nn.Conv2d(32, 64, 2)
        self.pool = nn.MaxPool2d(2, 2)
        self.fc1 = nn.Linear(9216, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, hidden)
        self.fc4 = nn.Linear(hidden, dims)
        self.fc5 = nn.Linear(dims, classes)

    def trunk(self, inputs: Tensor) -> Tensor:
        maps = inputs
        for convolution in (self.conv1, self.conv2, self.conv3, self.conv4):
            maps = self.pool(functional.relu(convolution(maps)))
        features = maps.flatten(1)
        for layer in (self.fc1, self.fc2, self.fc3):
            features = functional.relu(layer(features))
        return features

    def prepare(self, images: np.ndarray) -> Tensor:
        # Resizing the PIL image and resizing its float tensor give different predictions, and
        # the notebook does the former.
        from PIL import Image
        from torchvision import transforms

        transform = transforms.Compose(
            [
                transforms.Resize((self.input_size, self.input_size)),
                transforms.ToTensor(),
                transforms.Normalize([0.485], [0.229]),
            ]
        )
        return torch.stack([transform(Image.fromarray(image)) for image in images])

    def prepare_batch(self, images: Tensor) -> Tensor:
        grey = images[:, None].float() / 255
        size = (self.input_size, self.input_size)
        return (functional.interpolate(grey, size, mode="bilinear") - 0.485) / 0.229


class CompactNet(HeadedNetwork):
    """A small convolutional network for 28x28 (MNIST) or 8x8 (digits) images.

    dims: embedding dimensions d of the head; size: side of the images, a multiple of 4.
    """

    network = "compact"
    head_name = "head"
    classifier_name = "classifier"

    def __init__(self, dims: int = 16, size: int = 28, hidden: int = 64, classes: int = 10) -> None:
        super().__init__()
        self.input_size = size
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2, 2)
        self.fc1 = nn.Linear(32 * (size // 4) ** 2, hidden)
        self.head = nn.Linear(hidden, dims)
        self.classifier = nn.Linear(dims, classes)
        # The classifier reads unit vectors, so the length of its rows bounds the logits; from
        # torch's default of about 1 they would take most of a run to grow.
        nn.init.normal_(self.classifier.weight, std=CLASSIFIER_SCALE / dims**0.5)

    def trunk(self, inputs: Tensor) -> Tensor:
        maps = self.pool(functional.relu(self.conv1(inputs)))
        maps = self.pool(functional.relu(self.conv2(maps)))
        return functional.relu(self.fc1(maps.flatten(1)))

    def prepare(self, images: np.ndarray) -> Tensor:
        return self.prepare_batch(torch.from_numpy(np.ascontiguousarray(images)))

    def prepare_batch(self, images: Tensor) -> Tensor:
        if images.shape[1:] != (self.input_size, self.input_size):
            raise ValueError(
                f"images must be {self.input_size}x{self.input_size} for this network, "
                f"got {images.shape[1]}x{images.shape[2]}"
            )
        return (images[:, None].float() / 255 - 0.1307) / 0.3081


def checkpoint_bytes(network: HeadedNetwork) -> bytes:
    """Return the network's parameters as safetensors, with what is needed to build it again."""
    state = {name: value.contiguous() for name, value in network.state_dict().items()}
    return save(
        state,
        {
            "network": network.network,
            "head": network.head_name,
            "classifier": network.classifier_name,
        },
    )


def save_checkpoint(path: Path, network: HeadedNetwork) -> None:
    """Write the network as `checkpoint_bytes` has it, readable as any other file is."""
    path.write_bytes(checkpoint_bytes(network))


def load_checkpoint(path: str | Path, network: str) -> HeadedNetwork:
    """Load a checkpoint, a .pth state dict or safetensors, into the network it was saved from.

    network: "seed" or "compact"; widths are read off the file. Nothing pickled but tensors is
    accepted. Raises ValueError saying what is wrong with the file.
    """
    if network not in NETWORKS:
        raise ValueError(f"network must be one of {', '.join(NETWORKS)}, got {network!r}")
    path = Path(path)
    state = read_state(path)
    try:
        model = _seed_for(state) if network == "seed" else _compact_for(state)
        model.load_state_dict(state)
    except (KeyError, RuntimeError, IndexError) as error:
        reason = f"no parameter {error}" if isinstance(error, KeyError) else str(error)
        raise ValueError(
            f"{path} is not a checkpoint of the {network} network: {' '.join(reason.split())}; a "
            "network of your own becomes a bundle in Python, with weight_surgery.from_torch"
        ) from error
    return model.eval()


def _seed_for(state: dict[str, Tensor]) -> SeedNet:
    dims, hidden = state["fc4.weight"].shape
    return SeedNet(dims=dims, hidden=hidden, classes=state["fc5.weight"].shape[0])


def _compact_for(state: dict[str, Tensor]) -> CompactNet:
    hidden, flat = state["fc1.weight"].shape
    dims = state["head.weight"].shape[0]
    size = 4 * round((flat / 32) ** 0.5)
    return CompactNet(dims, size, hidden, state["classifier.weight"].shape[0])
