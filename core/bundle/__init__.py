"""The feature bundle: run a network once, keep what surgery needs; read and write it."""

from weight_surgery.core.bundle.bundle import Bundle
from weight_surgery.core.bundle.capture import capture
from weight_surgery.core.bundle.format import load_bundle, save_bundle
from weight_surgery.core.bundle.shelf import BundleShelf, bundle_files

__all__ = ["Bundle", "BundleShelf", "bundle_files", "capture", "load_bundle", "save_bundle"]
