from django import forms


class RiskField(forms.TypedChoiceField):
    """A step of one of the scales by which a risk is weighed; nothing is None."""

    def __init__(self, scale, **kwargs):
        super().__init__(
            choices=scale.choices,
            coerce=int,
            empty_value=None,
            widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
            **kwargs,
        )
