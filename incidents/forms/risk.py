from django import forms


class RiskField(forms.TypedChoiceField):
    """A step on an axis of the matrix that `offer_steps` is given; nothing is None."""

    def __init__(self, axis, **kwargs):
        self.axis = axis
        super().__init__(
            coerce=int,
            empty_value=None,
            widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
            **kwargs,
        )


def offer_steps(form, matrix):
    """Let each risk field of the form have the steps of its axis in the matrix."""
    for field in form.fields.values():
        if isinstance(field, RiskField):
            field.choices = getattr(matrix, f"{field.axis}_choices")
