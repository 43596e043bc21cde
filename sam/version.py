"""Which version of the program this is; CHANGELOG.md tells what that means."""

import tomllib
from pathlib import Path

_PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
VERSION = tomllib.loads(_PROJECT.read_text())["project"]["version"]
