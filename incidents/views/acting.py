"""To do what a form says, when others may have done something else meanwhile."""

from django.contrib import messages

from incidents import history
from sam.workflow import InvalidTransition, Stale


def is_over(request, form, *, keeps=True):
    """Carry it out; not over is what must be shown again, so that nothing typed is lost.

    With `keeps` that is also a form that comes too late.
    """
    if not form.is_valid():
        return False
    try:
        form.carry_out(by=request.user)
    except Stale as stale:
        form.meet(stale.current, by=history.last_editor(stale.current))
        return False
    except InvalidTransition as error:
        if keeps:
            form.add_error(None, str(error))
            return False
        messages.error(request, error)
    else:
        messages.success(request, form.done)
    return True
