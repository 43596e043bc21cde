"""The parts that pages are put together from; docs/interface.md shows each in use."""

from django import template
from django.conf import settings
from django.template.defaultfilters import date as format_date
from django.utils.html import format_html
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from ui import numbers, persons, prose, text

register = template.Library()

# What a tone is called in the design system. A tone never stands without words.
TONES = {"neutral", "info", "success", "warning", "danger"}


register.filter("decimal", numbers.decimal)
register.filter("signed", numbers.signed)
register.filter("hours", numbers.hours)
register.filter("shortened", text.shortened)
register.filter("chapters", prose.chapters)


@register.simple_tag
def day(value):
    """A date for eyes and machines."""
    if not value:
        return ""
    return format_html(
        '<time datetime="{}">{}</time>',
        value.isoformat(),
        format_date(value, "DATE_FORMAT"),
    )


# Forms


@register.simple_tag
def filters_nothing(field):
    """Whether it narrows a list to the one thing, if any, that all of it is of."""
    few = getattr(field.field.widget, "few", None)
    is_filter = getattr(field.form, "mark_optional", True) is False
    return is_filter and few is not None and len(few) < 2


@register.simple_tag
def optional(field):
    """What may be left out says so in words; what must be filled in says nothing."""
    if field.field.required or not getattr(field.form, "mark_optional", True):
        return ""
    return format_html(' <span class="optional">({})</span>', _("optional"))


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form):
    """All that is wrong, with links; takes the focus when the page opens."""
    errors = [
        (form[name].id_for_label or f"{form[name].auto_id}_0", form[name].label, error)
        for name, messages in form.errors.items()
        if name in form.fields
        for error in messages
    ]
    return {"errors": errors, "form_errors": form.non_field_errors()}


@register.inclusion_tag("ui/actions.html")
def actions(label, cancel_url="", tone="accent", name="", value=""):
    """The bar with the button that says what happens, and a way out."""
    return {
        "label": label,
        "cancel_url": cancel_url,
        "tone": tone,
        "name": name,
        "value": value,
    }


# Pieces


@register.simple_tag
def status_tag(label, tone="neutral"):
    if tone not in TONES:
        raise ValueError(f"{tone} is none of {sorted(TONES)}")
    return format_html('<span class="ds-tag" data-color="{}">{}</span>', tone, label)


@register.inclusion_tag("ui/summary_row.html")
def summary_row(label, value, change_url=""):
    return {"label": label, "value": value, "change_url": change_url}


@register.inclusion_tag("ui/task.html")
def task(url, title, detail="", due=None, status="", tone="neutral"):
    return {
        "url": url,
        "title": title,
        "detail": detail,
        "due": due,
        "status": status,
        "tone": tone,
    }


@register.inclusion_tag("ui/steps.html")
def steps(labels, current):
    """Where in a row of steps one is; `current` counts from one."""
    labels = list(labels)
    return {
        "steps": [(index, label) for index, label in enumerate(labels, start=1)],
        "current": current,
        "count": len(labels),
    }


@register.inclusion_tag("ui/empty.html")
def empty(title, text="", url="", link=""):
    return {"title": title, "text": text, "url": url, "link": link}


@register.inclusion_tag("ui/progress.html")
def progress(done, total, text):
    return {"done": done, "total": total, "text": text}


@register.simple_block_tag
def table(content, caption, hide_caption=False):
    """A table that scrolls by itself on a narrow screen, also from the keyboard."""
    return format_html(
        '<div class="table-region" role="region" tabindex="0" aria-label="{0}">'
        '<table class="ds-table"><caption{1}>{0}</caption>{2}</table></div>',
        caption,
        format_html(' class="{}"', "ds-sr-only") if hide_caption else "",
        content,
    )


# People


@register.simple_tag(takes_context=True)
def person(context, user):
    """A person's name as the reader may see it, unless this session hides personal data.

    Nothing for nobody. In an e-mail or a document there is no reader.
    """
    request = context.get("request")
    reader = getattr(request, "user", None)
    return persons.personal(request, persons.name_of(user, reader))


@register.simple_tag(takes_context=True)
def personal(context, text):
    """The same for what is not a user: a name that was typed, a telephone number."""
    return persons.personal(context.get("request"), text)


@register.simple_tag(takes_context=True)
def persons_are_hidden(context):
    return persons.hides_persons(context.get("request"))


# Languages


@register.simple_tag
def other_languages(language):
    """Those that the reader may choose instead, each by its own name."""
    codes = [code for code, _name in settings.LANGUAGES]
    return [get_language_info(code) for code in codes if code != language]


# Lists


@register.inclusion_tag("ui/page_links.html", takes_context=True)
def page_links(context, page):
    return {"page": page, "request": context["request"]}


@register.inclusion_tag("ui/sort_header.html", takes_context=True)
def sort_header(context, label, field, default=""):
    """A column's head that sorts; `?sort=field` ascending, `?sort=-field` descending."""
    request = context["request"]
    now = request.GET.get("sort", default)
    return {
        "request": request,
        "label": label,
        "order": {field: "ascending", f"-{field}": "descending"}.get(now, "none"),
        "target": f"-{field}" if now == field else field,
    }


@register.inclusion_tag("ui/filter_chips.html", takes_context=True)
def filter_chips(context, form):
    """The filters in force, each with a link that takes it away."""
    request = context["request"]
    chips = []
    for field in form:
        for value in request.GET.getlist(field.html_name):
            if value and field.name not in form.errors:
                left = request.GET.copy()
                left.setlist(
                    field.html_name,
                    [each for each in left.getlist(field.html_name) if each != value],
                )
                left.pop(f"{field.html_name}_search", None)
                chips.append((field.label, _words(field, value), left.urlencode()))
    return {"chips": chips}


def _words(field, value):
    """What a filter's value is called in the form."""
    if hasattr(field.field, "queryset"):
        # The form has fetched it already.
        return field.form.cleaned_data.get(field.name)
    if field.widget_type == "checkbox":
        return _("Yes")
    for choice, label in getattr(field.field, "choices", []):
        if str(choice) == value:
            return label
    return value


# Shell


@register.simple_tag(takes_context=True)
def current(context, url, *also, exact=False):
    """Marks the link to the part of the program where one is."""
    path = context["request"].path
    here = path == url if exact else path.startswith((url, *also))
    return (
        format_html(' aria-current="{}"', "page" if path == url else "true")
        if here
        else ""
    )
