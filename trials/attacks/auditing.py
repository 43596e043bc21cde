"""What is known of the packages that are locked, and secrets in what is tracked."""

import json
import subprocess
from pathlib import Path

from trials.attacks.findings import Finding
from trials.attacks.scanning import BIN

LOCKS = ["production", "demo", "dev", "node", "scanners"]
# Locks are hashes and catalogues words: neither is anything that somebody could know.
NO_SECRETS = r"^(requirements/.*|package-lock\.json|locale/.*|docs/performance\.md)$"


def pip_audit():
    """(findings, how many packages were looked up)."""
    findings, looked_up = [], set()
    for name in LOCKS:
        lock = Path("requirements", f"{name}.txt")
        command = [BIN / "pip-audit", "-r", lock, "--require-hashes", "--disable-pip"]
        told = _json_of([*command, "--format", "json", "--progress-spinner", "off"])
        unknown = [each for each in told["dependencies"] if "skip_reason" in each]
        looked_up |= {each["name"] for each in told["dependencies"]}
        looked_up -= {each["name"] for each in unknown}
        if unknown:
            what = f"not looked up: {len(unknown)} of {len(told['dependencies'])}"
            findings.append(Finding("pip-audit", str(lock), what))
        findings += [
            Finding("pip-audit", str(lock), f"{each['name']}: {known['id']}")
            for each in told["dependencies"]
            for known in each.get("vulns", [])
        ]
    return findings, len(looked_up)


def npm_audit():
    """(findings, how many packages were looked up)."""
    told = _json_of(["npm", "audit", "--json"])
    if "vulnerabilities" not in told:
        return [Finding("npm audit", "package-lock.json", "not looked up")], 0
    found = [
        Finding("npm audit", name, f"{each['severity']}, {each['range']}")
        for name, each in told["vulnerabilities"].items()
    ]
    return found, told["metadata"]["dependencies"]["total"]


def secrets():
    """(findings, how many files were read)."""
    told = _json_of([BIN / "detect-secrets", "scan", "--exclude-files", NO_SECRETS])
    tracked = subprocess.run(
        ["git", "ls-files"], capture_output=True, text=True, check=True
    )
    found = {
        Finding("detect-secrets", path, each["type"])
        for path, several in told["results"].items()
        for each in several
    }
    return sorted(found), len(tracked.stdout.splitlines())


def _json_of(command):
    """Auditors end with an error when they find something, and say it all the same."""
    done = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, check=False
    )
    return json.loads(done.stdout)
