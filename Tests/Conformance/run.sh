#!/bin/sh
# Runs every Python test against the built program: run.sh [unittest arguments].
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
python=$("$here/setup.sh")
cd "$here"
exec "$python" -m unittest "${@:-discover}"
