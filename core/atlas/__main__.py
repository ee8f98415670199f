"""`python -m weight_surgery.core.atlas BUNDLE`: the same as `weight-surgery atlas BUNDLE`."""

import sys

from weight_surgery.core.atlas.command import main

if __name__ == "__main__":
    sys.exit(main())
