"""Which version of the program this is, as pyproject.toml says."""

import tomllib
from pathlib import Path

_PROJECT = Path(__file__).parents[1] / "pyproject.toml"
VERSION = tomllib.loads(_PROJECT.read_text())["project"]["version"]
