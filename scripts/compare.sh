#!/bin/sh
# python -m scripts.compare from any folder, with the environment of this copy: made at first use.
here=$(dirname "$(dirname "$(realpath "$0")")")
make --silent -C "$here" .venv/build.stamp >&2 || exit 2
PYTHONPATH=$here exec "$here/.venv/bin/python" -m scripts.compare "$@"
