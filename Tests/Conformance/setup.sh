#!/bin/sh
# Makes Tests/Conformance/.venv with what the Python tests use, unless it is there and up to date.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
venv="$here/.venv"
if ! cmp -s "$here/requirements.txt" "$venv/requirements.txt"; then
  "${PYTHON:-python3}" -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$here/requirements.txt"
  cp "$here/requirements.txt" "$venv/requirements.txt"
fi
echo "$venv/bin/python"
