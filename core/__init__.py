"""Numbers and files: everything Weight Surgery Lab computes, with no page in sight."""
