"""Several test processes beside each other; a plugin, as settings are read before conftest.

Each has a database of its own from pytest-django, and a numbered one in Redis from here.
Tests that share what is dear to make stay together in one process.
"""

import os
from urllib.parse import urlsplit

import pytest

# Packages with a fixture for all their tests; elsewhere a module is kept together.
TOGETHER = {"demo", "embedded"}

if process := os.environ.get("PYTEST_XDIST_WORKER"):
    address = urlsplit(os.environ["REDIS_URL"])
    number = int(process.removeprefix("gw")) + 1
    os.environ["REDIS_URL"] = address._replace(path=f"/{number}").geturl()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    if not config.pluginmanager.hasplugin("xdist"):
        return
    for item in items:
        package = item.path.parent.name
        name = package if package in TOGETHER else str(item.path)
        item.add_marker(pytest.mark.xdist_group(name))
