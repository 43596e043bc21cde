"""Writing a draft of a report template, alone and beside others, and publishing it."""

import pytest
from django.urls import reverse

from reports import editing
from reports.completeness import review
from reports.models import (
    ComparisonSeries,
    Metric,
    Question,
    ReportTemplate,
    Section,
    TableColumn,
    TableRow,
)
from reports.template_files import MOST
from sam.workflow import InvalidTransition, Stale
from tests.factories import UserFactory
from tests.reports import factories

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"reports:{name}", args=args)


@pytest.fixture
def draft(municipality, hr):
    factories.load_metrics()
    return editing.begin(
        by=hr,
        name="Ours",
        title="Report",
        file_name="report",
        cadence="calendar_year",
        collects=["unit"],
    )


@pytest.fixture
def add(draft, hr):
    def add(kind="narrative", *, title="Text", **what):
        return editing.add_section(draft, by=hr, kind=kind, title=title, **what)

    return add


@pytest.fixture
def table(add):
    return add("metric_table", title="Injuries", number="1")


@pytest.fixture
def row(draft, table, hr):
    injuries = Metric.objects.get(code="injuries")
    return editing.add_part(
        draft, table, by=hr, name="rows", label="Injuries", metric=injuries
    )


@pytest.fixture
def block(add):
    return add("question_block", title="Asked")


def typed(section, **said):
    """A section's form as it is sent; what is said replaces."""
    return {
        "version": editing.stamp(section),
        "number": section.number,
        "title": section.title,
        "levels": section.levels,
        "label_heading": section.label_heading,
        "guidance": section.guidance,
    } | said


def titles(draft):
    return [section.title for section in draft.sections.all()]


def told(response, parse):
    page = parse(response)
    return [link["href"] for link in page.select(".ds-error-summary a")]


# The head


@pytest.fixture
def head():
    return {
        "version": 0,
        "name": "Ours",
        "title": "Report",
        "file_name": "report",
        "cadence": "quarter",
        "collects": ["unit", "administration"],
        "smallest_group": "5",
        "key_metrics": ["sick_leave"],
    }


def test_empty_template_begins_with_its_head(municipality, head, hr, as_user):
    factories.load_metrics()

    response = as_user(hr).post(url("template_add"), head)

    draft = ReportTemplate.objects.get()
    assert response.url == url("template_edit", draft.pk)
    assert (draft.status, draft.version, draft.cadence) == ("draft", 1, "quarter")
    assert draft.collects == ["unit", "administration"]
    assert draft.key_metrics == ["sick_leave"]
    assert draft.changed_by == hr


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": ""}, "name"),
        ({"title": "x" * 10_000}, "title"),
        ({"file_name": "två ord"}, "file_name"),
        ({"cadence": "never"}, "cadence"),
        ({"smallest_group": "-1"}, "smallest_group"),
        ({"smallest_group": "many"}, "smallest_group"),
        ({"key_metrics": ["happiness"]}, "key_metrics"),
    ],
)
def test_wrong_head_says_what_is_wrong_and_keeps_the_rest(
    municipality, head, hr, as_user, parse, said, field
):
    factories.load_metrics()

    response = as_user(hr).post(url("template_add"), head | said)

    links = told(response, parse)
    assert response.status_code == 422
    assert len(links) == 1
    assert links[0].startswith(f"#id_{field}")
    if field != "name":
        assert parse(response).select_one("#id_name")["value"] == "Ours"
    assert not ReportTemplate.objects.exists()


def test_head_changes_and_key_figures_keep_their_order(draft, head, hr, as_user):
    draft.key_metrics = ["sick_leave", "injuries"]
    draft.save()
    chosen = ["closed", "injuries", "sick_leave"]
    said = {"version": editing.stamp(draft), "name": "Other", "key_metrics": chosen}

    as_user(hr).post(url("template_head", draft.pk), head | said)

    draft.refresh_from_db()
    assert draft.name == "Other"
    assert draft.key_metrics == ["sick_leave", "injuries", "closed"]


# Sections


def test_section_is_added_last_with_a_code_from_its_title(draft, add, hr, as_user):
    add(title="Sick leave")

    response = as_user(hr).post(
        url("template_section_add", draft.pk, "narrative"),
        typed(Section(title="Sick leave", number="2.")),
    )

    section = draft.sections.last()
    assert response.url == url("template_section", draft.pk, section.pk)
    assert (section.code, section.number) == ("sick-leave-2", "2")
    assert section.levels == ["committee", "municipality"]


def test_section_is_added_behind_another(draft, add, hr, as_user):
    first = add(title="First")
    add(title="Last")

    as_user(hr).post(
        f"{url('template_section_add', draft.pk, 'narrative')}?after={first.pk}",
        typed(Section(title="Between")),
    )

    assert titles(draft) == ["First", "Between", "Last"]


def test_section_is_added_last_when_the_one_before_is_nonsense(draft, add, hr, as_user):
    add(title="First")

    as_user(hr).post(
        f"{url('template_section_add', draft.pk, 'narrative')}?after=9x",
        typed(Section(title="Last")),
    )

    assert titles(draft) == ["First", "Last"]


@pytest.mark.parametrize("kind", Section.Kind.values)
def test_section_of_each_kind_can_be_added_and_opened(draft, hr, as_user, kind):
    said = {"down": "kind", "across": "month", "counts": "injuries"}

    response = as_user(hr).post(
        url("template_section_add", draft.pk, kind),
        typed(Section(title="New", number="1")) | said,
        follow=True,
    )

    section = draft.sections.get()
    assert response.status_code == 200
    assert section.kind == kind
    assert bool(section.down) == (kind == "cross_table")


@pytest.mark.parametrize(
    ("kind", "said", "field"),
    [
        ("narrative", {"title": "x" * 10_000}, "title"),
        ("narrative", {"number": "2.a"}, "number"),
        ("narrative", {"number": "2..1"}, "number"),
        ("narrative", {"levels": []}, "levels"),
        ("narrative", {"levels": ["planet"]}, "levels"),
        ("heading", {"number": ""}, "number"),
        ("metric_table", {"title": ""}, "title"),
        ("cross_table", {"down": "kind", "across": "kind"}, "across"),
        ("cross_table", {"down": "kind", "across": ""}, "across"),
    ],
)
def test_wrong_section_says_what_is_wrong_and_keeps_what_was_typed(
    draft, hr, as_user, parse, kind, said, field
):
    typed_so = typed(Section(title="New", number="1"), levels=["unit", "committee"])

    response = as_user(hr).post(
        url("template_section_add", draft.pk, kind), typed_so | said
    )

    links = told(response, parse)
    assert response.status_code == 422
    assert len(links) == 1
    assert links[0].startswith(f"#id_{field}")
    if field != "levels":
        chosen = parse(response).select("[name=levels][checked]")
        assert [each["value"] for each in chosen] == ["unit", "committee"]
    assert not draft.sections.exists()


def test_kind_that_does_not_exist_is_not_found(draft, hr, as_user):
    client = as_user(hr)

    assert client.get(url("template_section_add", draft.pk, "poem")).status_code == 404


def test_sections_change_places(draft, add, hr, as_user):
    add(title="First")
    second = add(title="Second")

    response = as_user(hr).post(
        url("template_part_move", draft.pk, "sections", second.pk), {"direction": "up"}
    )

    assert titles(draft) == ["Second", "First"]
    assert response.url.endswith(f"#section-{second.pk}")


def test_first_section_stays_first(draft, add, hr):
    first = add(title="First")
    add(title="Second")

    editing.move(draft, first, by=hr, up=True)

    assert titles(draft) == ["First", "Second"]


def test_section_is_placed_behind_any_other(draft, add, hr, as_user):
    first, _second, third = (add(title=each) for each in ["A", "B", "C"])
    client = as_user(hr)

    client.post(url("template_section_place", draft.pk, first.pk), {"after": third.pk})
    assert titles(draft) == ["B", "C", "A"]
    client.post(url("template_section_place", draft.pk, third.pk), {"after": ""})
    assert titles(draft) == ["C", "B", "A"]


def test_removing_is_asked_about_and_takes_the_rows_along(
    draft, table, row, hr, as_user, parse
):
    client = as_user(hr)
    address = url("template_part_remove", draft.pk, "sections", table.pk)
    asked = parse(client.get(address))

    assert asked.blockquote.get_text(strip=True) == "1 Injuries"
    assert TableRow.objects.exists()
    client.post(address)
    assert not draft.sections.exists()
    assert not TableRow.objects.exists()


def test_sections_are_numbered_anew_by_their_levels(draft, add, hr, as_user):
    for number in ["3", "", "3.7", "3.7.9", "3.1", "1", "9.9.9", "2"]:
        add(number=number)

    as_user(hr).post(url("template_number", draft.pk))

    numbers = [section.number for section in draft.sections.all()]
    assert numbers == ["1", "", "1.1", "1.1.1", "1.2", "2", "2.1", "3"]


def test_more_sections_than_a_report_can_have_are_refused_in_words(
    draft, hr, as_user, parse
):
    Section.objects.bulk_create(
        Section(template=draft, order=place, code=f"s-{place}", kind="narrative")
        for place in range(MOST["sections"])
    )

    response = as_user(hr).post(
        url("template_section_add", draft.pk, "narrative"), typed(Section(title="More"))
    )

    assert response.status_code == 422
    assert parse(response).select_one("#id_title")["value"] == "More"
    assert draft.sections.count() == MOST["sections"]


# Rows, columns and questions


def test_row_takes_the_name_of_its_metric(draft, table, hr, as_user):
    response = as_user(hr).post(
        url("template_part_add", draft.pk, table.pk, "rows"),
        {"version": 0, "metric": "sick_leave", "sex": "women", "age": "under_25"},
    )

    row = table.rows.get()
    assert response.url == (
        f"{url('template_section', draft.pk, table.pk)}#tablerow-{row.pk}"
    )
    assert (row.metric_id, row.sex, row.age) == ("sick_leave", "women", "under_25")
    assert row.label == row.metric.label


def test_row_without_a_metric_is_a_heading_of_nobody(draft, table, hr, as_user):
    as_user(hr).post(
        url("template_part_add", draft.pk, table.pk, "rows"),
        {"version": 0, "metric": "", "label": "Short", "sex": "women"},
    )

    row = table.rows.get()
    assert (row.label, row.metric, row.sex) == ("Short", None, "")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"metric": "happiness"}, "metric"),
        ({"metric": "", "label": ""}, "label"),
        ({"label": "x" * 10_000}, "label"),
        ({"age": "ancient"}, "age"),
    ],
)
def test_wrong_row_says_what_is_wrong(draft, table, hr, as_user, parse, said, field):
    response = as_user(hr).post(
        url("template_part_add", draft.pk, table.pk, "rows"),
        {"version": 0, "metric": "injuries", "label": "Own words"} | said,
    )

    assert response.status_code == 422
    assert told(response, parse) == [f"#id_{field}"]
    assert not table.rows.exists()


def test_row_is_changed_and_leads_back_to_where_it_stands(
    draft, table, row, hr, as_user
):
    said = {"version": editing.stamp(row), "metric": "near_misses", "label": "Near"}

    response = as_user(hr).post(
        url("template_part_edit", draft.pk, "rows", row.pk), said
    )

    row.refresh_from_db()
    assert response.status_code == 302
    assert (row.label, row.metric_id) == ("Near", "near_misses")


def test_column_keeps_nothing_of_what_its_kind_does_not_use(draft, table, hr, as_user):
    as_user(hr).post(
        url("template_part_add", draft.pk, table.pk, "columns"),
        {
            "version": 0,
            "kind": "target",
            "span": "compared",
            "years_back": "3",
            "heading": "Goal",
            "levels": ["committee"],
        },
    )

    column = table.columns.get()
    assert (column.kind, column.heading, column.span) == ("target", "Goal", "period")
    assert (column.years_back, column.levels) == (0, ["committee"])


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "series"}, "series"),
        ({"kind": "poem"}, "kind_0"),
        ({"years_back": "90"}, "years_back"),
        ({"years_back": "-1"}, "years_back"),
        ({"heading": "x" * 10_000}, "heading"),
    ],
)
def test_wrong_column_says_what_is_wrong(draft, table, hr, as_user, parse, said, field):
    response = as_user(hr).post(
        url("template_part_add", draft.pk, table.pk, "columns"),
        {"version": 0, "kind": "figure", "span": "period", "years_back": "0"} | said,
    )

    assert response.status_code == 422
    assert told(response, parse) == [f"#id_{field}"]
    assert not table.columns.exists()


def test_column_of_a_comparison_series(draft, table, hr, as_user):
    series = ComparisonSeries.objects.create(name="The county")

    as_user(hr).post(
        url("template_part_add", draft.pk, table.pk, "columns"),
        {"version": 0, "kind": "series", "span": "period", "series": series.pk},
    )

    assert table.columns.get().series == series


def test_question_gets_a_code_of_its_own(draft, block, hr, as_user):
    said = {"version": 0, "text": "Is it done?", "rule": "any", "evidence": ""}
    address = url("template_part_add", draft.pk, block.pk, "questions")
    client = as_user(hr)

    client.post(address, said)
    client.post(address, said)

    codes = list(block.questions.values_list("code", flat=True))
    assert codes == ["is-it-done", "is-it-done-2"]
    assert {each.rule for each in block.questions.all()} == {"any"}


def test_question_proposes_its_answer_from_what_the_program_knows(
    draft, block, hr, as_user
):
    as_user(hr).post(
        url("template_part_add", draft.pk, block.pk, "questions"),
        {
            "version": 0,
            "text": "Were rounds made?",
            "rule": "all",
            "evidence": "rounds-carried-out",
        },
    )

    assert block.questions.get().evidence == "rounds-carried-out"


def test_requirement_needs_its_words_alone(draft, add, hr, as_user):
    judged = add("self_assessment", title="Judged")

    as_user(hr).post(
        url("template_part_add", draft.pk, judged.pk, "questions"),
        {"version": 0, "text": "We do it together."},
    )

    assert judged.questions.get().text == "We do it together."


def test_part_that_the_kind_has_not_is_not_found(draft, table, block, hr, as_user):
    client = as_user(hr)

    for section, name in [(table, "questions"), (block, "rows"), (block, "sections")]:
        address = url("template_part_add", draft.pk, section.pk, name)
        assert client.get(address).status_code == 404
    address = url("template_shortcut", draft.pk, block.pk, "years")
    assert client.post(address).status_code == 404


def test_rows_change_places_and_are_removed(draft, table, row, hr, as_user):
    second = editing.add_part(draft, table, by=hr, name="rows", label="Second")
    client = as_user(hr)

    client.post(
        url("template_part_move", draft.pk, "rows", second.pk), {"direction": "up"}
    )
    assert [each.label for each in table.rows.all()] == ["Second", "Injuries"]
    client.post(url("template_part_remove", draft.pk, "rows", row.pk))
    assert [each.label for each in table.rows.all()] == ["Second"]


# Shortcuts


def test_five_year_series_adds_the_period_and_four_before_it(draft, table, hr, as_user):
    as_user(hr).post(url("template_shortcut", draft.pk, table.pk, "years"))

    columns = table.columns.values_list("kind", "span", "years_back")
    assert list(columns) == [("figure", "period", back) for back in range(5)]


def test_comparison_adds_what_is_not_there_of_it(draft, table, hr, as_user):
    editing.add_part(draft, table, by=hr, name="columns", heading="Now")
    client = as_user(hr)
    address = url("template_shortcut", draft.pk, table.pk, "comparison")

    client.post(address)
    client.post(address)

    columns = table.columns.values_list("kind", "span", "heading")
    assert list(columns) == [
        ("figure", "period", "Now"),
        ("figure", "compared", ""),
        ("difference", "period", ""),
    ]


def test_women_and_men_are_added_for_a_metric(draft, table, hr, as_user, in_english):
    as_user(hr).post(
        url("template_shortcut", draft.pk, table.pk, "sexes"), {"metric": "sick_leave"}
    )

    rows = table.rows.values_list("label", "metric", "sex")
    label = Metric.objects.get(code="sick_leave").label
    assert list(rows) == [
        (label, "sick_leave", ""),
        ("Women", "sick_leave", "women"),
        ("Men", "sick_leave", "men"),
    ]


def test_series_that_would_not_fit_adds_no_column(draft, table, hr, as_user):
    client = as_user(hr)
    address = url("template_shortcut", draft.pk, table.pk, "years")

    for _each in range(4):
        client.post(address)

    assert table.columns.count() == MOST["columns"] // 5 * 5


# Beside others


def test_what_two_write_in_the_same_section_is_not_lost(
    draft, table, hr, as_user, parse
):
    other = UserFactory(name="Other HR")
    seen = as_user(hr).get(url("template_section_edit", draft.pk, table.pk))
    version = parse(seen).select_one("[name=version]")["value"]
    editing.change(draft, table, by=other, version=editing.stamp(table), title="Theirs")

    response = as_user(hr).post(
        url("template_section_edit", draft.pk, table.pk),
        typed(table, version=version, title="Mine", label_heading="My head"),
    )

    page = parse(response)
    table.refresh_from_db()
    assert response.status_code == 422
    assert (table.title, table.label_heading) == ("Theirs", "")
    assert page.select_one("#id_title")["value"] == "Mine"
    assert "Theirs" in page.select_one(".conflict").get_text()
    assert "Other HR" in page.select_one(".conflict h2").get_text()


def test_what_is_sent_again_after_a_conflict_is_saved(
    draft, table, row, hr, as_user, parse
):
    seen = as_user(hr).get(url("template_part_edit", draft.pk, "rows", row.pk))
    version = parse(seen).select_one("[name=version]")["value"]
    closed = {"metric_id": "closed"}
    editing.change(draft, row, by=hr, version=editing.stamp(row), **closed)
    client, address = as_user(hr), url("template_part_edit", draft.pk, "rows", row.pk)
    said = {"version": version, "metric": "injuries", "label": "My words"}

    page = parse(client.post(address, said))
    again = {
        field["name"]: field["value"]
        for field in page.select("form.template-part input[value]")
    }
    again["metric"] = page.select_one("#id_metric option[selected]")["value"]
    client.post(address, again)

    row.refresh_from_db()
    # What was left alone is as the other has saved it.
    assert (row.label, row.metric_id) == ("My words", "closed")


def test_stale_change_is_refused(draft, table, hr):
    version = editing.stamp(table)
    editing.change(draft, table, by=hr, version=version, title="Theirs")

    with pytest.raises(Stale):
        editing.change(draft, table, by=hr, version=version, title="Mine")


def test_text_on_what_another_has_removed_is_shown_to_be_copied(
    draft, table, hr, as_user, parse
):
    said = typed(table, title="A title that took long to find")
    address = url("template_section_edit", draft.pk, table.pk)
    editing.remove(draft, table, by=hr)

    response = as_user(hr).post(address, said)

    texts = [each.get_text(strip=True) for each in parse(response).select("blockquote")]
    assert response.status_code == 422
    assert "A title that took long to find" in texts


def test_row_of_a_section_that_is_removed_meanwhile_is_refused(draft, table, hr):
    editing.remove(draft, Section.objects.get(pk=table.pk), by=hr)

    with pytest.raises(InvalidTransition):
        editing.add_part(draft, table, by=hr, name="rows", label="Late")


def test_what_is_written_while_another_publishes_is_kept_in_the_form(
    draft, table, row, hr, as_user, parse
):
    said = typed(table, title="Too late")
    factories.publish(draft, by=UserFactory())

    response = as_user(hr).post(url("template_section_edit", draft.pk, table.pk), said)

    table.refresh_from_db()
    assert response.status_code == 422
    assert parse(response).select_one("#id_title")["value"] == "Too late"
    assert table.title == "Injuries"


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("template_edit", []),
        ("template_head", []),
        ("template_publish", []),
        ("template_discard", []),
        ("template_section", ["section"]),
        ("template_section_edit", ["section"]),
        ("template_part_edit", ["rows", "row"]),
        ("template_part_remove", ["rows", "row"]),
    ],
)
def test_pages_of_writing_lead_to_what_is_published(
    draft, table, row, hr, as_user, name, of
):
    factories.publish(draft, by=hr)
    keys = {"section": table.pk, "row": row.pk}

    response = as_user(hr).get(
        url(name, draft.pk, *(keys.get(each, each) for each in of))
    )

    assert response.url == draft.get_absolute_url()


def test_part_of_another_template_is_not_found(draft, table, row, hr, as_user):
    other = editing.copy(draft, by=hr)
    client = as_user(hr)

    for address in [
        url("template_section", other.pk, table.pk),
        url("template_section_edit", other.pk, table.pk),
        url("template_part_edit", other.pk, "rows", row.pk),
        url("template_part_remove", other.pk, "rows", row.pk),
    ]:
        assert client.get(address).status_code == 404


# To publish


def test_draft_that_lacks_nothing_is_published(draft, row, hr, as_user, parse):
    client = as_user(hr)
    page = parse(client.get(url("template_publish", draft.pk)))

    client.post(url("template_publish", draft.pk), stamp_on(page))

    assert page.select_one("main form button")
    draft.refresh_from_db()
    assert draft.status == "published"


def stamp_on(page):
    return {"stamp": page.select_one("main [name=stamp]")["value"]}


@pytest.mark.parametrize("change", ["head", "text"])
def test_draft_that_another_changes_after_the_review_is_not_published(
    change, draft, row, hr, as_user, parse, in_english
):
    client = as_user(hr)
    reviewed = stamp_on(parse(client.get(url("template_publish", draft.pk))))
    other = UserFactory()
    if change == "head":
        version = editing.stamp(ReportTemplate.objects.get(pk=draft.pk))
        editing.change(draft, draft, by=other, version=version, smallest_group=0)
    else:
        editing.add_section(draft, by=other, kind="narrative", title="Unseen")

    response = client.post(url("template_publish", draft.pk), reviewed)

    assert response.url == url("template_publish", draft.pk)
    assert "changed" in str(next(iter(client.get(response.url).context["messages"])))
    draft.refresh_from_db()
    assert draft.is_draft


def test_draft_is_not_published_while_something_is_wrong(
    draft, table, hr, as_user, parse
):
    client = as_user(hr)
    page = parse(client.get(url("template_publish", draft.pk)))

    client.post(url("template_publish", draft.pk))

    links = [link["href"] for link in page.select(".ds-alert a")]
    assert url("template_section", draft.pk, table.pk) in links
    assert not page.select_one("main form button")
    draft.refresh_from_db()
    assert draft.is_draft


def wrong_in(draft):
    return [finding.section for finding in review(draft).wrong]


def test_empty_template_is_not_ready(draft):
    assert wrong_in(draft) == [None]


def test_table_without_a_metric_and_block_without_a_question_are_not_ready(
    draft, table, block, hr
):
    editing.add_part(draft, table, by=hr, name="rows", label="Only a heading")

    assert wrong_in(draft) == [table, block]


def test_difference_needs_two_columns_to_stand_between(draft, table, row, hr):
    difference = editing.add_part(
        draft, table, by=hr, name="columns", kind="difference"
    )
    assert wrong_in(draft) == [table]

    editing.add_years(draft, table, by=hr)

    assert TableColumn.objects.filter(pk=difference.pk).exists()
    assert wrong_in(draft) == []


def test_number_used_twice_is_told_once(draft, add):
    first = add(number="1")
    add(number="1")

    assert wrong_in(draft) == [first]


def test_section_that_nobody_gets_is_not_ready(draft, add):
    lost = add(levels=["administration"])
    add(levels=["unit"])

    assert wrong_in(draft) == [lost]


def test_heading_without_a_number_is_not_ready(draft, add):
    heading = add("heading", title="Unseen")

    assert wrong_in(draft) == [heading]


def test_second_cover_report_is_not_ready(draft, add):
    add("cover_report", title="Cover")
    second = add("cover_report", title="Cover again")

    assert wrong_in(draft) == [second]


def test_indicators_begin_with_an_indicator(draft, add, hr):
    indicators = add("indicator_table", title="Indicators")
    metric = Metric.objects.get(code="injuries")
    editing.add_part(draft, indicators, by=hr, name="rows", label="I", metric=metric)

    assert wrong_in(draft) == [indicators]


def test_metric_that_nobody_delivers_is_doubted(draft, table, hr, in_english):
    editing.add_sexes(draft, table, by=hr, metric=Metric.objects.get(code="sick_leave"))

    doubted = [each for each in review(draft).doubts if each.section]
    assert [each.section for each in doubted] == [table]
    assert not review(draft).wrong


def test_metric_that_is_delivered_is_not_doubted(draft, table, preschools, hr):
    editing.add_sexes(draft, table, by=hr, metric=Metric.objects.get(code="sick_leave"))
    factories.figures(preschools)

    assert not [each for each in review(draft).doubts if each.section]


def test_number_that_jumps_over_a_level_is_doubted(draft, add):
    add(number="1")
    deep = add(number="1.1.1")

    doubted = [each.section for each in review(draft).doubts]
    assert doubted == [deep, None]


def test_draft_is_discarded_with_all_that_it_has(draft, row, hr, as_user):
    response = as_user(hr).post(url("template_discard", draft.pk))

    assert response.url == url("templates")
    assert not ReportTemplate.objects.exists()
    assert not TableRow.objects.exists()


def test_question_of_a_draft_is_removed_without_a_trace_in_what_is_published(
    draft, block, hr
):
    question = editing.add_part(
        draft, block, by=hr, name="questions", text="Is it done?"
    )
    factories.publish(draft, by=hr)
    newer = editing.make_version(draft, by=hr)

    editing.remove(draft=newer, row=newer.sections.get().questions.get(), by=hr)

    assert Question.objects.get() == question


# The whole way


def test_template_with_every_kind_is_made_in_the_browser_alone(
    municipality, head, hr, as_user, parse
):
    factories.load_metrics()
    client = as_user(hr)
    client.post(url("template_add"), head)
    draft = ReportTemplate.objects.get()
    for place, kind in enumerate(Section.Kind.values, start=1):
        client.post(
            url("template_section_add", draft.pk, kind),
            typed(Section(title=kind, number=str(place)))
            | {"down": "kind", "across": "month"},
        )
    for section in draft.sections.all():
        for name in section.parts:
            address = url("template_part_add", draft.pk, section.pk, name)
            said = {"version": 0, "kind": "figure", "text": "Is it?", "rule": "all"}
            client.post(address, said | {"label": "Something", "metric": ""})
        if "rows" in section.parts:
            for name in ["sexes", "comparison", "years"]:
                client.post(
                    url("template_shortcut", draft.pk, section.pk, name),
                    {"metric": "sick_leave"},
                )

    page = parse(client.get(url("template_publish", draft.pk)))
    response = client.post(url("template_publish", draft.pk), stamp_on(page))

    draft.refresh_from_db()
    assert response.url == draft.get_absolute_url()
    assert draft.status == "published"
    assert client.get(url("template_preview", draft.pk)).status_code == 200
