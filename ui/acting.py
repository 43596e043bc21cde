"""To do what a form says, and a page that asks for what one move of a state needs."""

from django.contrib import messages
from django.shortcuts import redirect, render

from sam.workflow import MOVED_ON
from ui.forms import is_carried_out


def is_done(request, form, done=""):
    """Carry it out and tell so, by default in the form's own words; what is not done is
    shown again, so that nothing typed is lost."""
    if not is_carried_out(form, by=request.user):
        return False
    messages.success(request, done or form.done)
    return True


def act_page(request, form, of, *, template, name):
    """Carry the form out and go back to what it is of, or show it, by `name` in the template.

    The form's `starts` is the state, or those, from which the move is made: opened later it
    says that others were faster. Its `done` is what is told then.
    """
    starts = [form.starts] if isinstance(form.starts, str) else form.starts
    if not form.is_bound and of.status not in starts:
        messages.error(request, MOVED_ON)
        return redirect(of)
    if is_done(request, form):
        return redirect(of)
    context = {"form": form, name: of}
    return render(request, template, context, status=422 if form.is_bound else 200)
