"""What employees nominate, and what the jury makes of it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from recognition.forms.nominations import NominationForm, ScoresForm, WithdrawForm
from recognition.models import Award, Nomination, Score
from sam.access import get_allowed
from sam.sent import sent, takes_form
from ui.acting import form_page, is_done, render_form


@takes_form
def nominate(request, pk):
    awards = Award.objects.visible_to(request.user).select_related("unit")
    award = get_object_or_404(awards, pk=pk)
    form = NominationForm(award, sent(request), by=request.user)
    if not award.takes_nominations and not form.is_bound:
        messages.error(request, _("Nominations are closed."))
        return redirect(award)
    return form_page(
        request,
        form,
        title=_("Nominate for %(award)s") % {"award": award},
        button=_("Nominate"),
        back=award.get_absolute_url(),
        back_words=award,
        done=_("Thank you. The jury reads it when nominations are closed."),
        lead=award.criteria,
    )


@require_safe
def nomination_detail(request, pk):
    user = request.user
    nominations = Nomination.objects.visible_to(user).select_related(
        "award__unit", "unit", "nominated_by"
    )
    nomination = get_object_or_404(nominations, pk=pk)
    award = nomination.award
    scores = Score.objects.seen_by(user, award).filter(nomination=nomination)
    is_own = nomination.nominated_by == user
    context = {
        "nomination": nomination,
        "scores": scores.select_related("member__person"),
        "is_own": is_own,
        "may_withdraw": is_own
        and nomination.withdrawn_at is None
        and award.status == Award.Status.NOMINATING,
    }
    return render(request, "recognition/nomination_detail.html", context)


@takes_form
def nomination_withdraw(request, pk):
    nominations = Nomination.objects.select_related("award", "unit")
    nomination = get_allowed(
        nominations.filter(nominated_by=request.user),
        nominations.visible_to(request.user),
        pk=pk,
    )
    return form_page(
        request,
        WithdrawForm(nomination, sent(request)),
        title=_("Withdraw the nomination"),
        button=_("Withdraw"),
        back=nomination.get_absolute_url(),
        back_words=nomination,
        to=nomination.award.get_absolute_url(),
        done=_("It is withdrawn."),
        tone="danger",
    )


@takes_form
def scores(request, pk):
    """For one of the jury, who sees nobody else's points here."""
    awards = Award.objects.select_related("unit")
    award = get_allowed(
        awards.judged_by(request.user), awards.visible_to(request.user), pk=pk
    )
    if not award.is_judging and request.method != "POST":
        raise Http404
    form = ScoresForm(award.jury.get(person=request.user), sent(request))
    if is_done(request, form, _("Your points are kept.")):
        return redirect(award)
    return render_form(request, form, "recognition/scores.html", award=award)
