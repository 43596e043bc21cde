"""The part of a document that a trial writes, between comments of its name."""


def put(path, name, text):
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    before, _marker, rest = path.read_text().partition(begin)
    _old, _marker, after = rest.partition(end)
    path.write_text(before + begin + text + end + after)
