"""The feature bundle: run a network once, keep what surgery needs; read and write it."""

from core.bundle.capture import capture
from core.bundle.format import Bundle, load_bundle, save_bundle
from core.bundle.shelf import BundleShelf, bundle_files

__all__ = ["Bundle", "BundleShelf", "bundle_files", "capture", "load_bundle", "save_bundle"]
