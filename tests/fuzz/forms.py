"""Forms, filled in."""

from urllib.parse import quote_from_bytes

from django.test.client import BOUNDARY, MULTIPART_CONTENT
from hypothesis import strategies as st

from tests.fuzz.files import files
from tests.fuzz.values import fitting, hostile, sent


@st.composite
def filled(draw, form, upload=None, *, careful=False):
    """(body, content type) of the form: fitting but for some of it, or as anything."""
    pairs = []
    spoiled = set()
    if form.controls and not (careful and draw(st.integers(0, 3))):
        names = [each.name for each in form.controls]
        spoiled = set(draw(st.lists(st.sampled_from(names), max_size=3)))
        if draw(st.integers(0, 9)) == 0:
            spoiled = set(names)
    for control in form.controls:
        pairs += draw(_given(control, control.name in spoiled, careful))
    if form.buttons:
        name, value = draw(st.sampled_from(form.buttons))
        pairs.append((name, sent(value)))
    chosen = upload or (draw(files) if form.files else None)
    attached = [(name, *chosen) for name in form.files] if chosen else []
    if form.is_multipart:
        return _multipart(pairs, attached), MULTIPART_CONTENT
    body = "&".join(
        f"{_quoted(name)}={quote_from_bytes(value)}" for name, value in pairs
    )
    return body.encode(), "application/x-www-form-urlencoded"


def _given(control, is_spoiled, careful):
    """Most are given once; a box may be left, and of a spoiled one there may be more.

    A careful person mostly leaves what stands there.
    """
    name, value = control.name, fitting(control)
    if careful and not is_spoiled and control.standing:
        value = st.just(sent(control.standing)) | value
    if is_spoiled:
        given = st.lists(hostile | value, max_size=2) | hostile.map(lambda each: [each])
    elif control.kind == "checkbox":
        given = st.lists(value, max_size=3)
    else:
        given = value.map(lambda each: [each])
    return given.map(lambda values: [(name, each) for each in values])


def _quoted(name):
    return quote_from_bytes(name.encode(errors="surrogatepass"))


def _multipart(pairs, attached):
    parts = [(f'name="{name}"', "", value) for name, value in pairs]
    parts += [
        (f'name="{name}"; filename="{filename}"', f"\r\nContent-Type: {kind}", content)
        for name, filename, content, kind in attached
    ]
    boundary = f"--{BOUNDARY}\r\nContent-Disposition: form-data; "
    told = [
        f"{boundary}{name}{kind}\r\n\r\n".encode(errors="surrogatepass") + content
        for name, kind, content in parts
    ]
    return b"\r\n".join([*told, f"--{BOUNDARY}--\r\n".encode()])
