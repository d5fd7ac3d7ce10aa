"""As `probing`, kept for a moment only."""

import sys

from motcua.files import child
from tests.files.probing import probe

if __name__ == "__main__":
    child.IDLE = 0.1  # type: ignore[assignment]
    child.keep(probe, seconds=float(sys.argv[1]))
