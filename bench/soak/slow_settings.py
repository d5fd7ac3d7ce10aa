"""The product's settings with its files on a slow disk."""

from config.settings import *  # noqa: F403 all of them, but for one
from config.settings import STORAGES

STORAGES["default"]["BACKEND"] = "bench.soak.slow_disk.SlowStorage"
