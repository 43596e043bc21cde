"""To do what a form says, and pages with one form that most rooms have alike."""

from django.contrib import messages
from django.shortcuts import redirect, render

from sam.workflow import MOVED_ON
from ui.forms import came_of, is_carried_out


def is_done(request, form, done=""):
    """Carry it out and tell so, by default in the form's own words; what is not done is
    shown again, so that nothing typed is lost."""
    if not is_carried_out(form, by=request.user):
        return False
    messages.success(request, done or form.done)
    return True


def render_form(request, form, template, /, **context):
    """The page with the form: as it was asked for, or with what is wrong in it."""
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **context}, status=status)


def act_page(request, form, of, *, template, name):
    """Carry the form out and go back to what it is of, or show it, by `name` in the template.

    The form's `starts` is the state, or those, from which the move is made, or its
    `leads_to` the one that it makes: opened later it says that others were faster. Its
    `done` is what is told when it is carried out.
    """
    if not form.is_bound and not _fits(form, of):
        messages.error(request, MOVED_ON)
        return redirect(of)
    if is_done(request, form):
        return redirect(of)
    return render_form(request, form, template, **{name: of})


def _fits(form, of):
    """Whether the move can be made from the state that there is now."""
    if hasattr(form, "leads_to"):
        return of.may_become(form.leads_to)
    starts = getattr(form, "starts", "")
    return not starts or of.status in ([starts] if isinstance(starts, str) else starts)


def form_page(
    request,
    form,
    *,
    title,
    button,
    back,
    back_words,
    done="",
    to=None,
    lead="",
    tone="accent",
):
    """Carry the form out and go on, or show it.

    Goes on `to` where that is given, else to what the form made, else `back`.
    """
    if form.is_bound and (made := came_of(form, by=request.user)):
        if done:
            messages.success(request, done)
        return redirect(to or (made if hasattr(made, "get_absolute_url") else back))
    return render_form(
        request,
        form,
        "ui/form_page.html",
        title=title,
        button=button,
        back=back,
        back_words=back_words,
        lead=lead,
        tone=tone,
        keeps_draft=bool(form.visible_fields()),
    )
