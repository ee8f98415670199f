"""Work that takes longer than a click: training a network, capturing a checkpoint's features.

A job is a record in a shared folder; whoever knows its id may look at it and end it. It is done by
a process of its own, here or at the other end of a queue. Nothing in this file imports torch.
"""

from weight_surgery.core.jobs.asked import LIMITS, NETWORKS, CaptureAsked, TrainAsked, title_of
from weight_surgery.core.jobs.folder import JobFolder
from weight_surgery.core.jobs.jobs import Jobs
from weight_surgery.core.jobs.local import LocalRunner
from weight_surgery.core.jobs.place import jobs_of
from weight_surgery.core.jobs.record import TRAINING, Record
from weight_surgery.core.jobs.takes import takes

__all__ = [
    "LIMITS",
    "NETWORKS",
    "TRAINING",
    "CaptureAsked",
    "JobFolder",
    "Jobs",
    "LocalRunner",
    "Record",
    "TrainAsked",
    "jobs_of",
    "takes",
    "title_of",
]
