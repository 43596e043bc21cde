from django import forms

from actionplans.models import RiskMatrix


class RiskField(forms.TypedChoiceField):
    """A step on an axis of the matrix by which risks are weighed; nothing is None."""

    def __init__(self, axis, **kwargs):
        super().__init__(
            choices=lambda: getattr(RiskMatrix.objects.current(), f"{axis}_choices"),
            coerce=int,
            empty_value=None,
            widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
            **kwargs,
        )
