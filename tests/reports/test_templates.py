"""Report templates as wholes: those that ship, files, versions, previews."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from reports import editing
from reports.loading import FOLDER, load_all
from reports.models import (
    Answer,
    Question,
    Report,
    ReportingYear,
    ReportTemplate,
    Section,
)
from reports.previewing import preview
from reports.template_files import (
    MAX_BYTES,
    MOST,
    Refused,
    as_content,
    content_of,
    read,
)
from sam.workflow import InvalidTransition
from tests.reports import factories

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"reports:{name}", args=args)


@pytest.fixture
def published(municipality):
    load_all()
    return ReportTemplate.objects.newest("huddinge")


@pytest.fixture
def small(municipality):
    """The content of a file with one table and one block of questions."""
    factories.load_metrics()
    return {
        "code": "small",
        "name": "Liten",
        "title": "Rapport",
        "file_name": "rapport",
        "sections": [
            {
                "code": "table",
                "number": "1",
                "title": "Skador",
                "kind": "metric_table",
                "rows": [{"label": "Skador", "metric": "injuries"}],
            },
            {
                "code": "asked",
                "title": "Frågor",
                "kind": "question_block",
                "questions": [{"code": "done", "text": "Är det gjort?"}],
            },
        ],
    }


def uploaded(content):
    said = content if isinstance(content, bytes) else json.dumps(content).encode()
    return SimpleUploadedFile("mall.json", said)


def problems_of(content):
    with pytest.raises(Refused) as refused:
        read(content)
    return refused.value.problems


# Those that ship


def test_those_that_ship_are_published_with_all_that_their_files_say(published):
    for path in sorted(FOLDER.glob("*.json")):
        content = json.loads(path.read_text())
        key = {"code": content["code"], "version": content["version"]}
        template = ReportTemplate.objects.get(**key)
        assert template.status == "published"
        assert len(template.sections.all()) == len(content["sections"])


def test_loading_again_changes_nothing(published):
    before = set(Section.objects.values_list("pk", flat=True))

    load_all()

    assert set(Section.objects.values_list("pk", flat=True)) == before


def test_each_that_ships_can_be_published_as_it_is(published, hr):
    for template in ReportTemplate.objects.in_use():
        draft = editing.copy(template, by=hr)
        factories.publish(draft, by=hr)
        assert draft.status == "published"


def test_newest_huddinge_keeps_the_questions_and_texts_of_the_one_before(published):
    before = ReportTemplate.objects.get(code="huddinge", version=2)

    def questions(template):
        asked = Question.objects.filter(section__template=template)
        return set(asked.values_list("code", flat=True))

    def texts(template):
        written = template.sections.filter(kind="narrative")
        return list(written.values_list("code", flat=True))

    assert published.version == 4
    assert questions(published) == questions(before)
    assert texts(published) == texts(before)
    assert published.sections.first().kind == "cover_report"


def test_loading_costs_few_queries_however_many_sections(
    municipality, django_assert_max_num_queries
):
    factories.load_metrics()

    with django_assert_max_num_queries(20):
        factories.load(FOLDER / "huddinge-2.json")


# Files


def test_file_of_a_template_makes_the_same_template(published, hr, as_user):
    response = as_user(hr).get(url("template_file", published.pk))

    content = json.loads(response.content)
    name = f"huddinge-{published.version}.json"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    published.withdraw()
    draft = editing.take_in(content, by=hr)
    assert (draft.code, draft.version) == ("huddinge", published.version + 1)
    assert as_content(draft) == content | {"version": draft.version}


def test_second_template_keeps_all_that_differs_when_copied(published, hr):
    other = ReportTemplate.objects.newest("kommun-delar")

    draft = editing.copy(other, by=hr)

    content, copied = as_content(other), as_content(draft)
    assert copied["sections"] == content["sections"]
    assert copied["collects"] == ["unit", "administration"]


def test_uploaded_file_becomes_a_draft(small, hr, as_user):
    response = as_user(hr).post(url("template_upload"), {"file": uploaded(small)})

    draft = ReportTemplate.objects.get(code="small")
    assert response.url == url("template_edit", draft.pk)
    assert (draft.version, draft.status, draft.changed_by) == (1, "draft", hr)
    assert draft.sections.get(code="table").rows.get().metric_id == "injuries"


def test_file_of_a_template_with_a_draft_is_not_taken(small, hr, as_user, parse):
    draft = editing.take_in(small, by=hr)

    response = as_user(hr).post(url("template_upload"), {"file": uploaded(small)})

    assert response.status_code == 422
    assert parse(response).select_one(".ds-error-summary")
    assert ReportTemplate.objects.filter(code="small").get() == draft


def test_all_that_is_wrong_in_a_file_is_told_at_once(small, hr, as_user, parse):
    table, asked = small["sections"]
    table["rows"].append({"label": "Lyckan", "metric": "happiness"})
    table["columns"] = [{"kind": "series", "series": "Månen"}, {"years_back": 90}]
    table["colour"] = "red"
    asked["questions"] *= 2
    asked["title"] = "x" * 10_000
    asked["levels"] = ["planet"]
    small["key_metrics"] = ["joy"]

    response = as_user(hr).post(url("template_upload"), {"file": uploaded(small)})

    page = parse(response)
    told = [row.td.get_text() for row in page.select("tbody tr")]
    assert response.status_code == 422
    assert len(told) == len(problems_of(small)) == 8
    assert sum("happiness" in each for each in told) == 1
    assert not ReportTemplate.objects.filter(code="small").exists()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"sections": "none"}, "sections"),
        ({"sections": ["none"]}, ""),
        ({"name": None}, "name"),
        ({"name": "nothing\0"}, "name"),
        ({"name": "half \ud800"}, "name"),
        ({"smallest_group": True}, "smallest_group"),
        ({"smallest_group": -1}, "0"),
        ({"smallest_group": 10**30}, "32767"),
        ({"cadence": "never"}, "never"),
        ({"collects": "unit"}, "collects"),
        ({"code": "två ord"}, ""),
        ({"sections": [{"code": "a", "kind": "cross_table", "title": "A"}]}, ""),
        ({"sections": [{"code": "a", "kind": "poem", "title": "A"}]}, "poem"),
        ({"sections": [{"code": "a", "kind": "narrative", "rows": [1]}]}, "rows"),
        ({"sections": [{"code": "a", "kind": "question_block", "questions": 7}]}, ""),
    ],
)
def test_what_a_file_cannot_say_is_told(small, changed, told):
    problems = problems_of(small | changed)

    assert any(told in what for _where, what in problems)


def test_code_used_twice_is_told_once_for_each(small):
    small["sections"] *= 2

    assert len(problems_of(small)) == 3


def test_more_sections_than_a_report_can_have_are_told(small):
    section = {"kind": "narrative"}
    many = [section | {"code": f"text-{place}"} for place in range(500)]

    (problem,) = problems_of(small | {"sections": many})

    assert str(MOST["sections"]) in problem.what


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b"[]",
        b'"text"',
        b" " * (MAX_BYTES + 1),
        b"9" * 10_000,
    ],
)
def test_hostile_file_is_refused_in_words(content, hr, as_user, parse, municipality):
    response = as_user(hr).post(url("template_upload"), {"file": uploaded(content)})

    assert response.status_code == 422
    assert len(parse(response).select("tbody tr, .ds-error-summary li")) == 1


def test_huge_file_is_not_even_read():
    class Huge:
        size = 50 * 1024**2

    with pytest.raises(Refused):
        content_of(Huge())


# Versions


def test_next_version_has_all_that_the_one_before_has(published, hr):
    draft = editing.make_version(published, by=hr)

    assert (draft.code, draft.version) == ("huddinge", published.version + 1)
    assert (draft.based_on, draft.changed_by, draft.is_draft) == (published, hr, True)
    assert as_content(draft)["sections"] == as_content(published)["sections"]


def test_two_who_make_a_version_get_one_draft(published, hr, as_user):
    draft = editing.make_version(published, by=hr)

    response = as_user(hr).post(url("template_version", published.pk))

    assert response.url == url("template_edit", draft.pk)


def test_question_of_the_next_version_keeps_its_code_in_other_words(published, hr):
    draft = editing.make_version(published, by=hr)
    question = Question.objects.get(section__template=draft, code="inspected")

    editing.change(
        draft,
        question,
        by=hr,
        version=editing.stamp(question),
        text="Har AV varit här?",
    )

    before = Question.objects.get(section__template=published, code="inspected")
    question.refresh_from_db()
    assert question.text != before.text
    assert question.code == before.code


def test_copy_is_another_template_with_a_name_of_its_own(published, hr, as_user):
    response = as_user(hr).post(url("template_copy", published.pk))

    draft = ReportTemplate.objects.get(based_on=published)
    assert response.url == url("template_head", draft.pk)
    assert draft.code != published.code
    assert draft.name != published.name


def test_published_template_does_not_change(published):
    section = published.sections.first()

    with pytest.raises(IntegrityError), transaction.atomic():
        Section.objects.filter(pk=section.pk).update(title="Another")


@pytest.mark.parametrize(
    "what",
    [
        {"smallest_group": 0},
        {"key_metrics": []},
        {"collects": ["unit"]},
        {"title": "Another"},
        {"status": "draft"},
    ],
)
def test_published_template_does_not_change_what_it_says_of_itself(published, what):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportTemplate.objects.filter(pk=published.pk).update(**what)


def test_withdrawn_template_is_not_taken_into_use_again(published):
    published.withdraw()

    with pytest.raises(IntegrityError), transaction.atomic():
        ReportTemplate.objects.filter(pk=published.pk).update(status="published")


def test_published_template_is_not_deleted(published):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportTemplate.objects.filter(pk=published.pk)._raw_delete("default")


def test_nothing_leaves_a_published_template(published, hr):
    draft = editing.begin(by=hr, name="Ours", title="Ours", file_name="ours")
    section = published.sections.filter(rows__isnull=False).first()
    table = draft.sections.create(kind="metric_table", code="t", order=1)

    for moved in (
        lambda: Section.objects.filter(pk=section.pk).update(template=draft, order=9),
        lambda: section.rows.update(section=table),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            moved()


def test_template_stays_when_what_it_was_made_from_is_discarded(published, hr):
    draft = editing.make_version(published, by=hr)
    made = editing.copy(draft, by=hr)
    factories.publish(made, by=hr)

    editing.discard(draft, by=hr)

    made.refresh_from_db()
    assert (made.status, made.based_on) == ("published", None)


def test_year_keeps_its_version_when_a_newer_one_is_published(year, hr):
    draft = editing.make_version(year.template, by=hr)
    factories.publish(draft, by=hr)

    assert ReportingYear.objects.get(pk=year.pk).template == year.template
    assert ReportTemplate.objects.for_new_year() == draft


def test_withdrawn_template_is_no_longer_offered(published, hr, as_user):
    response = as_user(hr).post(url("template_withdraw", published.pk))

    published.refresh_from_db()
    assert response.url == published.get_absolute_url()
    assert published.status == "withdrawn"
    assert ReportTemplate.objects.newest("huddinge").version == published.version - 1


def test_withdrawing_twice_says_that_it_has_moved_on(published, hr, as_user, parse):
    published.withdraw()

    page = parse(as_user(hr).post(url("template_withdraw", published.pk), follow=True))

    assert len(page.select("#messages .message")) == 1


# Pages


def test_list_says_which_years_use_each(year, hr, as_user, parse):
    page = parse(as_user(hr).get(url("templates")))

    rows = {
        row.select("td")[0].get_text(strip=True): row.select("td")[-1].get_text(
            strip=True
        )
        for row in page.select("tbody tr")
    }
    assert rows["1"] == "2024"


def test_list_costs_the_same_for_many_templates(year, hr, as_user, queries):
    client = as_user(hr)
    few = queries(lambda: client.get(url("templates")))

    for _each in range(3):
        editing.copy(year.template, by=hr)

    assert queries(lambda: client.get(url("templates"))) == few <= 12


@pytest.fixture
def long(year, hr):
    """A draft with more sections than its copy of the year's template."""
    draft = editing.copy(year.template, by=hr)
    for section in draft.sections.filter(kind="metric_table"):
        again = editing.add_section(draft, by=hr, kind=section.kind, title="Again")
        for row in section.rows.all():
            said = {"label": row.label, "metric": row.metric, "sex": row.sex}
            editing.add_part(draft, again, by=hr, name="rows", **said)
        editing.add_comparison(draft, again, by=hr)
    return draft


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("template", 12),
        ("template_edit", 12),
        ("template_publish", 12),
        # The periods of its columns are asked for beside the page's own.
        ("template_preview", 13),
    ],
)
def test_pages_cost_the_same_for_many_sections(
    name, most, year, long, hr, as_user, queries
):
    short = editing.copy(year.template, by=hr)
    client = as_user(hr)
    few = queries(lambda: client.get(url(name, short.pk), {"year": year.pk}))

    many = queries(lambda: client.get(url(name, long.pk), {"year": year.pk}))

    assert many == few <= most


# Previews


def test_preview_has_the_figures_of_a_committee_and_saves_nothing(year, schools, hr):
    draft = editing.make_version(year.template, by=hr)
    reports, years = Report.objects.count(), ReportingYear.objects.count()

    content, _ = preview(draft, level="committee", committee=schools, like=year)

    tables = {
        section["code"]: section for section in content["sections"] if "rows" in section
    }
    assert tables["incidents-table"]["rows"][0]["figures"][0] == "1"
    assert tables["sick-leave-table"]["rows"][0]["figures"][0] == "7.0"
    assert content["committee"] == schools.name
    assert (Report.objects.count(), ReportingYear.objects.count()) == (reports, years)


def test_preview_of_the_whole_has_the_committees_side_by_side(year, hr):
    content, _ = preview(year.template, level="municipality", like=year)

    names = [part["committee"] for part in content["parts"]]
    assert names == ["Förskolenämnden", "Grundskolenämnden"]


def test_preview_shows_no_answers_of_the_year_that_it_takes_its_figures_from(
    year, report, hr
):
    question = Question.objects.get(section__template=year.template, code="inspected")
    Answer.objects.filter(report=report, question=question).update(value="yes")
    report.write(
        year.template.sections.get(code="summary"), "Secret until approved", by=hr
    )

    content, _ = preview(
        year.template, level="committee", committee=report.committee, like=year
    )

    said = json.dumps(content)
    assert "Secret until approved" not in said
    answers = [
        each["answer"]
        for part in content["sections"]
        for each in part.get("questions", [])
    ]
    assert set(answers) == {""}


@pytest.mark.parametrize("level", ["unit", "administration", "committee"])
def test_second_template_can_be_seen_at_each_level(year, schools, level, as_user, hr):
    load_all()
    template = ReportTemplate.objects.newest("kommun-delar")

    page = as_user(hr).get(
        url("template_preview", template.pk), {"of": f"{level}:{schools.pk}"}
    )

    assert page.status_code == 200


def test_preview_page_lets_one_choose_whose_figures_and_of_which_year(
    year, schools, hr, as_user, parse
):
    draft = editing.make_version(year.template, by=hr)

    page = parse(
        as_user(hr).get(
            url("template_preview", draft.pk),
            {"of": f"committee:{schools.pk}", "year": year.pk},
        )
    )

    assert schools.name in page.h1.get_text()
    assert page.select_one("#id_year option[selected]")["value"] == str(year.pk)
    assert not page.select("main form[method=post]")


def test_preview_with_nonsense_chosen_shows_the_first_committee(
    year, hr, as_user, parse
):
    page = parse(
        as_user(hr).get(
            url("template_preview", year.template_id),
            {"of": "planet:x", "year": "many"},
        )
    )

    assert "Förskolenämnden" in page.h1.get_text()


def test_preview_of_an_empty_draft_before_there_is_any_committee(
    municipality, hr, as_user
):
    draft = editing.begin(
        by=hr, name="Empty", title="Empty", file_name="empty", cadence="quarter"
    )

    assert as_user(hr).get(url("template_preview", draft.pk)).status_code == 200


def test_file_shipped_lies_where_it_is_looked_for():
    assert {path.stem for path in Path(FOLDER).iterdir()} >= {
        "huddinge-1",
        "huddinge-2",
        "huddinge-3",
        "huddinge-4",
        "kommun-delar-1",
    }


def test_draft_cannot_be_discarded_once_it_is_published(published, hr):
    with pytest.raises(InvalidTransition):
        editing.discard(published, by=hr)

    assert ReportTemplate.objects.filter(pk=published.pk).exists()
