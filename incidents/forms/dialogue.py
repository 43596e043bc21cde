import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.models import Remark


class RemarkForm(forms.ModelForm):
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Remark
        fields = ["text"]
        labels = {"text": _("Write here")}
        help_texts = {"text": _("Write no names of pupils, clients or relatives.")}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    @classmethod
    def empty(cls):
        return cls(initial={"form_key": uuid.uuid4()}, auto_id="id_remark_%s")

    @classmethod
    def sent(cls, data):
        return cls(data, auto_id="id_remark_%s")
