"""What goes wrong is said in one line, with what to do."""

import socket

import pytest


def make_text_folder(var):
    (var / "postgres").mkdir(parents=True)
    (var / "postgres" / "letter.txt").write_text("not a database")


def make_old_data(var):
    (var / "postgres").mkdir(parents=True)
    (var / "postgres" / "PG_VERSION").write_text("13\n")


def make_a_file_of_it(var):
    var.write_text("in the way")


@pytest.mark.parametrize(
    ("break_folder", "line"),
    [
        (make_text_folder, "holds something that is no PostgreSQL data. Move it away"),
        (make_old_data, "holds data of PostgreSQL 13, not of 18. Move it away"),
        (make_a_file_of_it, "is in the way"),
    ],
)
def test_broken_data_folder(embedded, tmp_path, break_folder, line):
    var = tmp_path / "var"
    break_folder(var)

    done = embedded("exec", "--", "true", SAM_VAR=str(var))

    assert done.returncode == 1
    assert line in done.stderr
    assert str(var) in done.stderr
    assert done.stderr.count("\n") == 1


def test_unreadable_queue(embedded, var):
    embedded("exec", "--", "true")
    dump = var / "redis" / "appendonly.aof"
    before = dump.read_bytes()
    dump.write_text("not a queue")

    done = embedded("exec", "--", "true")

    dump.write_bytes(before)
    assert done.returncode == 1
    assert done.stderr.startswith(f"sam: Redis does not start from {var}/redis: ")
    assert done.stderr.count("\n") == 1


def test_unknown_command(embedded):
    done = embedded("exec", "--", "no-such-command")

    assert (done.returncode, done.stderr) == (
        1,
        "sam: There is no command no-such-command.\n",
    )


def test_busy_web_port_names_a_free_one(embedded):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = embedded("run", PORT=str(port))

    assert done.returncode == 1
    assert f"Port {port} is taken by another program. Use PORT=" in done.stderr
    assert done.stderr.count("\n") == 1


def test_port_that_is_no_number(embedded):
    done = embedded("run", PORT="web")

    assert done.stderr == "sam: PORT=web is no port. Give a number such as PORT=8001.\n"


def test_missing_pango_names_the_package(embedded, tmp_path):
    broken = "raise OSError(\"cannot load library 'libpango-1.0-0'\")"
    (tmp_path / "weasyprint.py").write_text(broken)

    done = embedded("run", PYTHONPATH=str(tmp_path))

    assert done.returncode == 1
    assert "apt-get install libpango-1.0-0" in done.stderr
    assert done.stderr.count("\n") == 1
