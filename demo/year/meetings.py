def work(municipality, staff, *, until):
    """Nothing yet."""
