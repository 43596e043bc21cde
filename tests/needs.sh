#!/bin/sh
# What the tests need from the machine: installed by apt for root, else named in one line.
missing=""
command -v chromium >/dev/null || missing="$missing chromium"
command -v xgettext >/dev/null || missing="$missing gettext"
.venv/bin/python -c "import weasyprint" >/dev/null 2>&1 ||
    missing="$missing libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing$missing."
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing >/dev/null
else
    echo "The tests need more from this machine. Run: sudo apt-get install$missing" >&2
    exit 1
fi
