"""Ask this container's web server whether it can answer people."""

import os
import sys
import urllib.error
import urllib.request

port = (os.environ.get("SAM_BIND") or "0.0.0.0:8000").rpartition(":")[2]
request = urllib.request.Request(
    f"http://127.0.0.1:{port}/health/ready/",
    headers={"Host": os.environ["SAM_HOSTS"].split(",")[0]},
)
try:
    with urllib.request.urlopen(request, timeout=8) as answer:  # noqa: S310
        print(answer.read().decode())
except urllib.error.HTTPError as refused:
    # Kept by the container engine, for who asks why.
    sys.exit(refused.read().decode())
except OSError as error:
    sys.exit(str(error))
