"""A job's work itself. It imports torch, so it runs in a process that serves nobody."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.jobs.asked import Asked, CaptureAsked, TrainAsked, asked_of
from weight_surgery.core.jobs.record import TRAINING
from weight_surgery.core.jobs.reporter import Cancelled, Reporter
from weight_surgery.core.uploads import Uploads

logger = logging.getLogger(__name__)

# What `make models` trains with; the notebook's network with what it is trained with there.
DIGITS: dict[str, Any] = {"batch": 64, "rate": 1e-2, "shift": 1, "validation": 0.2}
IMAGES: dict[str, Any] = {"rate": 5e-3}
SEED: dict[str, Any] = {"rate": 1e-3}
FAULT = "a fault in the program ended it; the server's log has the details"


def perform(reporter: Reporter, uploads: Uploads, content: Callable[[], Any]) -> None:
    """Do a job, keep its model, and write what came of it; raises nothing that it can say.

    content: returns the path of the bytes to work on.
    """
    record = reporter.record
    try:
        asked = asked_of(record.kind, record.asked)
        reporter.take_up()
        bundle, network = _make(asked, reporter, content)
        reporter.begin("Keeping the model")
        address = uploads.keep(bundle, network, asked.title)
    except Cancelled:
        reporter.end("cancelled")
    except (ValueError, OSError) as error:
        reporter.end("failed", sentence=str(error))
    except Exception:
        logger.exception("job %s failed", record.kind)
        reporter.end("failed", sentence=FAULT)
    else:
        from weight_surgery.core.bundle.reading import chance_warning

        accuracy = bundle.metadata["test_accuracy"]
        reporter.end("done", result=address, accuracy=accuracy, sentence=chance_warning(bundle))


def _make(asked: Asked, reporter: Reporter, content: Callable[[], Any]) -> tuple[Bundle, bytes]:
    if isinstance(asked, TrainAsked):
        return _train(asked, reporter)
    return _capture(asked, reporter, content())


def _train(asked: TrainAsked, reporter: Reporter) -> tuple[Bundle, bytes]:
    reporter.begin("Loading the images")
    from weight_surgery.core.datasets import load_dataset
    from weight_surgery.core.training import Progress, TrainingOptions, train

    images, test = (load_dataset(asked.dataset, split) for split in ("train", "test"))
    how = SEED if asked.network == "seed" else DIGITS if asked.dataset == "digits" else IMAGES
    options = TrainingOptions(asked.network, asked.dims, asked.epochs, seed=asked.seed, **how)

    def tell(at: Progress) -> None:
        reporter.step(
            at.step,
            at.steps,
            epoch=at.epoch,
            epochs=at.epochs,
            loss=at.loss,
            accuracy=at.accuracy,
        )

    reporter.begin(TRAINING)
    trained = train(images, options, tell)
    known = {
        "training": asdict(options),
        "seed": options.seed,
        "epochs": options.epochs,
        "validation_accuracy": trained.validation_accuracy,
    }
    return _captured(trained.network, images, test, asked.title, known, reporter)


def _capture(asked: CaptureAsked, reporter: Reporter, path: Any) -> tuple[Bundle, bytes]:
    reporter.begin("Reading the checkpoint")
    from weight_surgery.core.datasets import load_dataset
    from weight_surgery.core.jobs.checkpoints import open_checkpoint

    test = load_dataset(asked.dataset, "test")
    network = open_checkpoint(path, asked.name)
    images = load_dataset(asked.dataset, "train")
    known = {"checkpoint": asked.name}
    return _captured(network, images, test, asked.title, known, reporter)


def _captured(
    network: Any, images: Any, test: Any, title: str, known: dict[str, Any], reporter: Reporter
) -> tuple[Bundle, bytes]:
    from weight_surgery.core.bundle.capture import capture
    from weight_surgery.core.datasets import fit_split
    from weight_surgery.core.model import checkpoint_bytes

    reporter.begin("Reading all samples")
    bundle = capture(network, fit_split(images), test, title, known, reporter.step)
    return bundle, checkpoint_bytes(network)
