"""The browser of the tests: Debian's chromium, never one downloaded by playwright.

Without it the browser tests fail, unless BROWSER=0 says that they are left out on purpose.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def wanted() -> bool:
    """BROWSER=0 leaves the browser tests out."""
    return os.environ.get("BROWSER", "1") != "0"


def program() -> str | None:
    """The path of the browser, or None."""
    return os.environ.get("MOTCUA_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    """Install it from Debian's packages where we may; Noto has every Vietnamese letter."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium", "fonts-noto-core"]):
        subprocess.run(["apt-get", "-qq", *command], check=True, env=environment, stdout=subprocess.DEVNULL)


def main() -> int:
    """`make test`: have a browser, or say plainly that there is none."""
    if not wanted():
        print("NOT TESTED: browser tests (BROWSER=0)")
    elif program() is None:
        if os.geteuid() == 0 and shutil.which("apt-get"):
            print("installing chromium…", flush=True)
            try:
                install()
            except subprocess.CalledProcessError as error:
                print(f"chromium could not be installed: {error}", file=sys.stderr)
        if program() is None:
            print(
                "No chromium: the browser tests will fail (BROWSER=0 leaves them out).",
                file=sys.stderr,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
