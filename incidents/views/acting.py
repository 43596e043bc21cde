"""To do what a form says, when others may have done something else meanwhile."""

from django.contrib import messages

from sam.workflow import InvalidTransition, Stale


def is_over(request, form, *, keeps):
    """Carry it out and tell so, as `ui.acting.is_done`; but only with `keeps` is a form
    that comes too late shown again."""
    if not form.is_valid():
        return False
    try:
        form.carry_out(by=request.user)
    except Stale as stale:
        form.meet(stale.current)
        return False
    except InvalidTransition as error:
        if keeps:
            form.add_error(None, str(error))
            return False
        messages.error(request, error)
    else:
        messages.success(request, form.done)
    return True
