#!/bin/sh
# The command `motcua`: make installs it beside the environment's Python, and it works from any folder.
bin=$(dirname "$(readlink -f "$0")")
PYTHONPATH="$(dirname "$(dirname "$bin")")${PYTHONPATH:+:$PYTHONPATH}" exec "$bin/python" -m motcua "$@"
