"""Numbers and files: everything Weight Surgery Lab computes; it knows of no page."""
