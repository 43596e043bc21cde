from riskassessment.forms.reviewing import SignForm


def sign_form(round, sections=None, walkers=None):
    """A form that knows what was read, so that nobody signs something else."""
    return SignForm(initial={"has_read": round.fingerprint(sections, walkers)})
