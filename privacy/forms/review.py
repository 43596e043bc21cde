from django import forms
from django.utils.translation import gettext_lazy as _

from organisation.models import Municipality
from privacy.contents import with_typed
from privacy.law import provisions
from privacy.models import DataRequest, Passage
from privacy.models.extracts import UNSEEN


class PassageForm(forms.Form):
    """Which proposals are shown after all, and which words are masked besides.

    A proposal is known by where it begins: there may be more of them since the page was made.
    """

    shown = forms.TypedMultipleChoiceField(
        label=_("Show all the same"), coerce=int, required=False
    )
    why = forms.CharField(
        label=_("Why it may be shown"), max_length=300, required=False
    )
    words = forms.CharField(
        label=_("Mask these words, too"), max_length=500, required=False
    )

    def __init__(self, passage, data=None):
        super().__init__(data)
        self.passage = passage
        self.fields["shown"].choices = [
            (span["start"], span["start"])
            for span in passage.spans
            if span["kind"] not in UNSEEN
        ]

    def clean(self):
        said = self.cleaned_data
        before = {each["start"] for each in self.passage.spans if each.get("shown")}
        if set(said.get("shown", [])) - before and not said.get("why"):
            self.add_error("why", _("Say why it may be shown."))
        return said

    def carry_out(self, *, by):
        said = self.cleaned_data
        spans = [
            self._judged(span, span["start"] in said["shown"], said["why"])
            for span in self.passage.spans
        ]
        words = said["words"].split(",")
        self.passage.review(by=by, spans=with_typed(spans, self.passage.text, words))

    def _judged(self, span, is_shown, why):
        kept = {key: span[key] for key in span if key not in ("shown", "why")}
        if not is_shown:
            return kept
        return {**kept, "shown": True, "why": span.get("why") or why}


class WordsForm(forms.Form):
    """Words that are masked in all that was found, whatever they stand in."""

    words = forms.CharField(
        label=_("Mask these words everywhere"),
        help_text=_("Several with commas between. Whole words, in capitals or not."),
        max_length=500,
    )

    def __init__(self, request, data=None):
        super().__init__(data)
        self.request = request

    def carry_out(self, *, by):
        """How many texts they stood in; what was read before stays read."""
        words = self.cleaned_data["words"].split(",")
        changed = []
        for passage in self.request.extract.passages.iterator():
            spans = with_typed(passage.spans, passage.text, words)
            if spans != passage.spans:
                passage.spans = spans
                changed.append(passage)
        Passage.objects.bulk_update(changed, ["spans"], batch_size=500)
        self.number = len(changed)
        return True


class WithholdForm(forms.Form):
    reasons = forms.MultipleChoiceField(
        label=_("Why is it withheld?"), widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label=_("In your own words"),
        help_text=_("The letter tells it, so say nothing of what is withheld."),
        max_length=300,
        required=False,
    )

    def __init__(self, item, data=None):
        super().__init__(data)
        self.item = item
        country = Municipality.objects.country()
        of_person = item.extract.request.kind != DataRequest.Kind.PUBLIC
        self.fields["reasons"].choices = provisions(country, of_person=of_person)

    def carry_out(self, *, by):
        said = self.cleaned_data
        parts = [*said["reasons"], said["words"].replace(";", ",").strip()]
        self.item.withhold(by=by, reason="; ".join(filter(None, parts)))
