"""How the web server runs in production (gunicorn --config)."""

import os
import shutil
import tempfile

# Where the processes put their figures, for one of them to tell those of all. The library
# looks for it when it is imported.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="sam-metrics-")

from prometheus_client import multiprocess

bind = os.environ.get("SAM_BIND") or "0.0.0.0:8000"
workers = int(os.environ.get("SAM_WEB_PROCESSES") or 3)
# More than are at work or wait (sam.crowding); what is not needed does not start.
threads = 60
# In seconds, longer than the proxy keeps a connection that nobody uses (Caddy: two minutes):
# one that both end at the same time takes a form with it.
keepalive = 150
worker_tmp_dir = "/dev/shm"  # noqa: S108 (memory, as gunicorn advises)
control_socket_disable = True
# The log has no query strings: people search for names.
accesslog = "-"
logger_class = "sam.weblog.WebLogger"
access_log_format = '%({x-forwarded-for}i)s "%(m)s %(U)s" %(s)s %(b)s %(L)s'


def child_exit(server, worker):
    multiprocess.mark_process_dead(worker.pid)


def on_exit(server):
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
