def broken_off():
    return []


def make_or_fail(package):
    pass
