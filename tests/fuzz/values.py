"""What people, old browsers and attackers may send, as it goes over the line: bytes."""

from datetime import timedelta

from hypothesis import strategies as st

from sam.dates import today

NUMBERS = [
    "0",
    "-1",
    "1",
    "1.5",
    "1,5",
    "+1",
    "1_000",
    "0x10",
    "٣",
    "²",
    "½",
    "1e5",
    "1e999",
    "-1e999",
    "NaN",
    "sNaN",
    "Infinity",
    "-Infinity",
    "32768",
    "2147483648",
    "-2147483649",
    "9223372036854775808",
    "-9223372036854775809",
    "0.00000000001",
    "99999999999.99",
    "00000000000000000001",
]
DAYS = [
    "0001-01-01",
    "9999-12-31",
    "0000-00-00",
    "2025-02-29",
    "2026-02-30",
    "10000-01-01",
    "1583-01-01",
    "-1-01-01",
    "2026-13",
    "0001-01",
    "9999-12",
    "1900-01",
    "2026-W01",
    "2026-W53",
    "31.12.9999",
    "1/1/1",
    "20260101",
    "0001",
    "9999",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "2026-03-29T02:30",
    "2026-10-25T02:30",
    "24:00",
    "23:59:60",
    "00:00",
]
TEXTS = [
    *["", " ", "\x00", "a\x00b", "\r\n", "\u2028", "\t", "\\", "\ud800", "a\udfff"],
    *[
        "%",
        "%s",
        "%(a)s",
        "{0}",
        "{{ 1 }}",
        "{% x %}",
        "'",
        '"><script>',
        "<!--",
        "]]>",
    ],
    *[
        "None",
        "null",
        "true",
        "on",
        "[]",
        "{}",
        "[[",
        "undefined",
        "__all__",
        "pk",
        "-pk",
    ],
    *[
        "id",
        "-",
        "--",
        ",",
        ";",
        ":",
        "/",
        "..",
        "../..",
        "//x",
        "a@b",
        "@",
        "=1+1",
        "*",
    ],
    *[
        "😀",
        "İ",
        "ß",
        "ﬀ" * 150,
        "\u202e",
        "\u0301",
        "\ufeff",
        "\ufffe",
        "é" * 201,
        "a" * 256,
    ],
    *[
        "a" * 100_001,
        "9" * 400,
        "9" * 5_000,
        "ab " * 4_000,
        "https://[",
        "javascript:1",
    ],
    "00000000-0000-0000-0000-000000000000",
    *["bnVsbA==", "WyJhIiwgIjEiXQ==", "WzEsIDFd", "e30="],
]
RAW = [b"\xff\xfe", b"\xed\xa0\x80", b"\xc3", b"%00%ff%ed"]
KNOWN = [*NUMBERS, *DAYS, *TEXTS, *RAW]


def sent(value):
    """The bytes of a value, also of halves of characters."""
    return value if isinstance(value, bytes) else value.encode(errors="surrogatepass")


hostile = st.one_of(
    st.sampled_from(KNOWN),
    st.sampled_from(KNOWN),
    st.text(max_size=40),
    st.integers().map(str),
    st.dates().map(str),
    st.datetimes().map(lambda moment: moment.isoformat(timespec="minutes")),
    st.floats().map(str),
    st.decimals(allow_nan=False).map(str),
    st.binary(max_size=12),
).map(sent)

_days = st.integers(-400, 400).map(lambda number: today() + timedelta(days=number))
_words = st.sampled_from(["Words", "Less noise", "Åsa Ö, 3 rooms", "A\nB"])
_OF_KIND = {
    "date": _days.map(str),
    "month": _days.map(lambda day: f"{day:%Y-%m}"),
    "week": _days.map(lambda day: f"{day:%G-W%V}"),
    "datetime-local": _days.map(lambda day: f"{day}T10:00"),
    "time": st.sampled_from(["00:00", "10:30", "23:59"]),
    "email": st.sampled_from(["a@example.org", "b@example.org"]),
    "url": st.just("https://example.org/"),
    "tel": st.just("070-123 45 67"),
    "search": st.sampled_from(["", "a", "Words", "North school"]),
}


def fitting(control):
    """Values that a careful person could give the control."""
    if control.options:
        return st.sampled_from(control.options).map(sent)
    if control.kind == "hidden":
        return st.just(sent(control.standing))
    if control.kind == "number":
        return st.integers(control.least, control.most).map(str).map(sent)
    return _OF_KIND.get(control.kind, _words).map(sent)
