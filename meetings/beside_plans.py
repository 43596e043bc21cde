"""On the page of a plan: which bodies have treated it."""

from meetings import rulings


def parts(plan, user, *, can_handle):
    add_url = rulings.plan_url(plan) if can_handle else ""
    yield rulings.part(plan, user, add_url=add_url)
