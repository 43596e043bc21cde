"""What views of meetings have in common: one form on a page, saved or shown again."""

from django.contrib import messages
from django.shortcuts import redirect, render

from sam.workflow import InvalidTransition, Stale


def saved(form, *, by):
    """What the form made or changed, or nothing when it is to be shown again."""
    if not form.is_valid():
        return False
    try:
        return form.carry_out(by=by) or True
    except Stale as stale:
        form.meet(stale.current)
    except InvalidTransition as error:
        form.add_error(None, str(error))
    return False


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
    tone="",
):
    """Carry the form out and go on, or show it; `to` is where to go on, else `back`."""
    if form.is_bound and (made := saved(form, by=request.user)):
        if done:
            messages.success(request, done)
        return redirect(to or (made if hasattr(made, "get_absolute_url") else back))
    context = {
        "form": form,
        "title": title,
        "button": button,
        "back": back,
        "back_words": back_words,
        "lead": lead,
        "tone": tone or "accent",
    }
    status = 422 if form.is_bound else 200
    return render(request, "meetings/form.html", context, status=status)


def sent_with_files(request):
    """What a form with files takes."""
    return (request.POST, request.FILES) if request.method == "POST" else ()
