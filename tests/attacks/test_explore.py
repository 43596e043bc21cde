"""Exploration, not kept."""
import collections, traceback, time, os
import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse, NoReverseMatch
from django.core.signals import got_request_exception
from tests.test_access import ROWS
from tests.world import url_of
from bs4 import BeautifulSoup
from urllib.parse import urlencode, quote

HOSTILE = {
  "nul": "a\x00b",
  "big": "9" * 30,
  "bigint": str(2**63),
  "neg": "-1",
  "badutf": b"\xed\xa0\x80\xff",
  "date": "0000-00-00",
  "date2": "9999-12-31",
  "year": "99999",
  "quote": "' OR 1=1 --",
  "long": "x" * 20000,
  "fmt": "%s{0}%(a)s{{7*7}}{% raise %}",
  "json": "[" * 3000,
  "nan": "NaN",
  "inf": "1e400",
  "digit": "²",
  "arabic": "٣",
  "crlf": "a\r\nBcc: x@y.z",
  "cursor": "WyJcdTAwMDAiLCAiMSJd",
  "empty": "",
  "minus_date": "0001-01-01",
  "list": "1,2,3",
}
FOUND = collections.OrderedDict()
CURRENT = [None]

def note(sender, request=None, **kw):
    import sys
    t, e, tb = sys.exc_info()
    last = [f for f in traceback.extract_tb(tb) if "/wt-attacks/" in f.filename and ".venv" not in f.filename and "/tests/" not in f.filename]
    f = last[-1] if last else traceback.extract_tb(tb)[-1]
    key = (t.__name__, str(e)[:100], f"{f.filename.replace('/tmp/wt-attacks/','')}:{f.lineno}")
    FOUND.setdefault(key, []).append(CURRENT[0])

def go(client, method, url, **kw):
    with transaction.atomic():
        try:
            r = client.generic(method, url, **kw)
            b"".join(r)
        except Exception as e:
            FOUND.setdefault((type(e).__name__, str(e)[:100], "client"), []).append(CURRENT[0])
            r = None
        transaction.set_rollback(True)
    return r

@pytest.mark.django_db
@pytest.mark.parametrize("what", os.environ.get("WHAT", "path,query,post").split(","))
@pytest.mark.parametrize("role", os.environ.get("ROLES_", "hr,manager").split(","))
def test_explore(people, addresses, role, what, settings):
    got_request_exception.connect(note)
    FOUND.clear()
    c = Client(raise_request_exception=False)
    c.force_login(people[role], "allauth.account.auth_backends.AuthenticationBackend")
    n = 0; begun = time.monotonic()
    seen = set()
    for method, address, *_ in ROWS:
        if (method, address) in seen: continue
        seen.add((method, address))
        cache.clear()
        url = url_of(address, addresses)
        if what == "path":
            args = list(addresses.get(":".join(address.split(":")[:2]), []) or addresses.get(address, []))
            for i, a in enumerate(args):
                for bad in ([2**63, 10**30, 0, "x\x00y", "é" * 300, "a"*5000] if True else []):
                    from django.urls import reverse
                    new = url.replace(quote(str(a)), quote(str(bad)), 1)
                    if new == url: continue
                    CURRENT[0] = f"{method} {address} arg{i}={str(bad)[:30]!r}"
                    go(c, method, new); n += 1
        elif method == "GET" and what in ("query", "post"):
            CURRENT[0] = f"GET {address}"
            r = go(c, "GET", url); n += 1
            if r is None or r.status_code != 200 or "html" not in r.headers.get("Content-Type", ""): continue
            soup = BeautifulSoup(r.content, "html.parser")
            for form in soup.find_all("form"):
                m = form.get("method", "get").lower()
                if (m == "get") != (what == "query"): continue
                action = form.get("action") or url
                names = [(e.get("name"), e) for e in form.find_all(["input", "select", "textarea"]) if e.get("name") and e.get("name") != "csrfmiddlewaretoken"]
                if action.startswith("/account/logout"): continue
                names = list(dict((k, v) for k, v in names).items())
                if (action, m, tuple(k for k, _ in names)) in seen: continue
                seen.add((action, m, tuple(k for k, _ in names)))
                extra = ["after", "before", "sort", "year", "page", "q", "unit"] if m == "get" else []
                for label, bad in HOSTILE.items():
                    CURRENT[0] = f"{m} {address} {label} all"
                    data = {k: bad for k, e in names}
                    for x in extra: data.setdefault(x, bad)
                    if m == "get":
                        go(c, "GET", action.split("?")[0] + "?" + urlencode(data)); n += 1
                    else:
                        # all hostile, then only text ones hostile with the rest as given
                        go(c, "POST", action, data=urlencode(data), content_type="application/x-www-form-urlencoded"); n += 1
                        keep = []
                        for k, e in names:
                            if e.name == "select":
                                opts = [o.get("value", "") for o in e.find_all("option")]
                                keep.append((k, (opts or [""])[-1]))
                            elif e.get("type") in ("hidden", "radio", "checkbox"):
                                keep.append((k, e.get("value", "on")))
                            else:
                                keep.append((k, bad))
                        CURRENT[0] = f"{m} {address} {label} texts"
                        go(c, "POST", action, data=urlencode(keep), content_type="application/x-www-form-urlencoded"); n += 1
            if what == "query" and not soup.find_all("form", method="get"):
                for label, bad in HOSTILE.items():
                    CURRENT[0] = f"get {address} {label} plain"
                    go(c, "GET", url + "?" + urlencode({k: bad for k in ["after","before","sort","year","page","q","unit","field","id"]})); n += 1
    with open(f"/tmp/att/found-{role}-{what}.txt", "w") as f:
        f.write(f"{n} requests {time.monotonic()-begun:.0f} s\n")
        for k, v in FOUND.items():
            f.write(f"{k} x{len(v)}\n   " + "\n   ".join(v[:4]) + "\n")
