from datetime import date, timedelta

import pytest
from django.urls import reverse

from annualcycle import evidence, planning, reminding, wheel, wheel_templates
from annualcycle.models import Activity, Occurrence
from mailing.models import Message
from organisation.models import Level
from sam.dates import today
from sam.workflow import InvalidTransition
from tests.factories import InspectionRoundFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.usefixtures("in_english")

YEAR = today().year
LAST = YEAR - 1
WHEEL, MATRIX = (reverse(f"annualcycle:{each}") for each in ("wheel", "matrix"))
ADD = reverse("annualcycle:activity_add")


def activity(unit, by, **what):
    """In every workplace below the unit, some time in the year."""
    said = {"title": "Round", "first_month": 1, "last_month": 12, "level": Level.UNIT}
    return planning.add(by=by, unit=unit, **said | what)


def late_activity(unit, by, **what):
    """One whose last day was in the year before."""
    made = activity(unit, by, first_year=LAST, **what)
    planning.plan_year([made], LAST)
    return made


def of(made, unit, year=YEAR, number=1):
    return Occurrence.objects.get(activity=made, unit=unit, year=year, number=number)


def states(unit, year=YEAR):
    return {slot.name: slot.key for slot in wheel.slots_of(unit, year)}


def typed(**what):
    return {
        "title": "Talks with all",
        "level": "",
        "role": "manager",
        "first_month": 9,
        "last_month": 11,
        "repeat": "1x1",
        "remind_days": 14,
        "from_year": YEAR,
        "version": "0",
    } | what


# What is planned


def test_activity_is_asked_of_each_workplace_below_its_unit(
    municipality, school, other_school, hr
):
    made = activity(municipality, hr)

    asked = Occurrence.objects.filter(activity=made, year=YEAR)
    assert {each.unit for each in asked} == {school, other_school}


def test_without_a_level_it_is_asked_of_the_unit_itself(administration, school, hr):
    made = activity(administration, hr, level="")

    asked = Occurrence.objects.filter(activity=made, year=YEAR)
    assert [each.unit for each in asked] == [administration]


@pytest.mark.parametrize(
    ("times", "windows"),
    [
        (1, [("01-01", "12-31")]),
        (2, [("01-01", "06-30"), ("07-01", "12-31")]),
        (3, [("01-01", "04-30"), ("05-01", "08-31"), ("09-01", "12-31")]),
    ],
)
def test_several_times_divide_the_months(municipality, hr, times, windows):
    made = activity(municipality, hr, times=times)

    found = [(f"{a:%m-%d}", f"{b:%m-%d}") for a, b in made.windows(2026)]
    assert found == windows


def test_more_times_than_months_divide_the_days(municipality, hr):
    made = activity(municipality, hr, times=4, first_month=2, last_month=2)

    windows = made.windows(2027)

    assert (windows[0][0], windows[-1][1]) == (date(2027, 2, 1), date(2027, 2, 28))
    assert all(first <= last for first, last in windows)


def test_what_comes_every_third_year_is_not_asked_between(municipality, school, hr):
    made = activity(municipality, hr, every=3, first_year=LAST)

    assert [made.comes_in(LAST + each) for each in range(4)] == [
        *(True, False, False, True)
    ]
    assert not Occurrence.objects.filter(activity=made, year=YEAR).exists()


def test_new_workplace_is_asked_when_the_year_is_planned_anew(municipality, hr):
    made = activity(municipality, hr)
    fresh = UnitFactory(parent=municipality)

    planning.plan_all()
    planning.plan_all()

    assert of(made, fresh)
    assert Occurrence.objects.filter(activity=made).count() == 2


def test_planning_anew_keeps_what_is_done(municipality, school, hr):
    made = activity(municipality, hr)
    of(made, school).finish(by=hr, done_on=today())

    planning.plan_all()

    assert of(made, school).status == "done"


# Changing and ending


def test_change_for_next_year_leaves_this_one_as_it_was(municipality, school, hr):
    made = activity(municipality, hr)

    following = planning.change(
        made, by=hr, version=0, from_year=YEAR + 1, title="Digital round", times=2
    )

    assert states(school) == {"Round": "now"}
    assert set(states(school, YEAR + 1)) == {"Digital round (1)", "Digital round (2)"}
    assert (made.last_year, following.follows) == (YEAR, made)


def test_change_of_this_year_rewrites_no_past_one(municipality, school, hr):
    made = late_activity(municipality, hr)
    of(made, school).finish(by=hr, done_on=today(), note="Walked")

    following = planning.change(
        made, by=hr, version=0, from_year=YEAR, title="Another round"
    )

    assert list(states(school, LAST)) == ["Round"]
    assert of(following, school).note == "Walked"


def test_ended_activity_is_asked_no_more_and_keeps_its_past(municipality, school, hr):
    made = late_activity(municipality, hr)

    planning.end(made, version=0, last_year=LAST)

    assert states(school) == {}
    assert states(school, LAST) == {"Round": "late"}
    with pytest.raises(InvalidTransition):
        planning.end(made, version=1, last_year=YEAR)


def test_manager_adds_one_of_the_own_unit(as_user, head_teacher, school):
    as_user(head_teacher).post(ADD, typed())

    made = Activity.objects.get()
    assert (made.unit, made.first_month, made.times) == (school, 9, 1)
    assert of(made, school).due_on == date(YEAR, 11, 30)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"last_month": 3}, "The last month comes before the first."),
        ({"title": ""}, "This field is required."),
        ({"from_year": YEAR - 1}, "Select a valid choice."),
    ],
)
def test_what_makes_no_sense_is_refused_and_kept(
    as_user, head_teacher, parse, wrong, message
):
    response = as_user(head_teacher).post(ADD, typed(description="Kept") | wrong)

    assert response.status_code == 422
    assert message in response.content.decode()
    assert parse(response).select_one("[name=description]").text.strip() == "Kept"
    assert not Activity.objects.exists()


def test_inherited_activity_is_locked_for_the_unit(
    as_user, head_teacher, municipality, school, hr
):
    made = activity(municipality, hr)
    client = as_user(head_teacher)

    page = client.get(made.get_absolute_url())

    assert page.status_code == 200
    assert b"/edit/" not in page.content
    edit = reverse("annualcycle:activity_edit", args=[made.pk])
    assert client.post(edit, typed()).status_code == 403


def test_two_who_change_it_lose_nothing(as_user, hr, municipality, parse):
    made = activity(municipality, hr, title="Round")
    planning.change(made, by=hr, version=0, from_year=YEAR, title="Changed meanwhile")
    url = reverse("annualcycle:activity_edit", args=[made.pk])

    response = as_user(hr).post(url, typed(title="My words"))

    assert response.status_code == 422
    assert "Changed meanwhile" in parse(response).select_one(".conflict").text


# What becomes of it


def test_manager_marks_it_done_with_a_note(as_user, head_teacher, municipality, school):
    found = of(activity(municipality, head_teacher), school)
    url = reverse("annualcycle:occurrence_act", args=[found.pk, "done"])
    link = "https://intranet.example/minutes"

    as_user(head_teacher).post(
        url, {"done_on": str(today()), "note": "With all", "link": link}
    )

    found.refresh_from_db()
    assert (found.status, found.by, found.note) == ("done", head_teacher, "With all")
    assert link in as_user(head_teacher).get(found.get_absolute_url()).content.decode()


def test_it_is_not_done_tomorrow(as_user, head_teacher, municipality, school):
    found = of(activity(municipality, head_teacher), school)
    url = reverse("annualcycle:occurrence_act", args=[found.pk, "done"])

    response = as_user(head_teacher).post(
        url, {"done_on": str(today() + timedelta(1)), "note": ""}
    )

    assert response.status_code == 422
    found.refresh_from_db()
    assert found.status == "open"


def test_link_that_is_no_address_is_refused(
    as_user, head_teacher, municipality, school
):
    found = of(activity(municipality, head_teacher), school)
    url = reverse("annualcycle:occurrence_act", args=[found.pk, "done"])

    response = as_user(head_teacher).post(
        url, {"done_on": str(today()), "link": "javascript:alert(1)"}
    )

    assert response.status_code == 422


def test_what_does_not_apply_needs_a_reason(
    as_user, head_teacher, municipality, school
):
    found = of(activity(municipality, head_teacher), school)
    url = reverse("annualcycle:occurrence_act", args=[found.pk, "set-aside"])
    client = as_user(head_teacher)

    assert client.post(url, {"note": ""}).status_code == 422
    client.post(url, {"note": "Nobody works nights here."})

    found.refresh_from_db()
    assert found.state == "not_applicable"


def test_of_two_who_mark_it_the_second_is_told(municipality, school, hr):
    made = activity(municipality, hr)
    first, second = of(made, school), of(made, school)
    first.finish(by=hr, done_on=today())

    with pytest.raises(InvalidTransition):
        second.set_aside(by=hr, note="Not here")


def test_mark_is_taken_back(municipality, school, hr):
    found = of(activity(municipality, hr), school)
    found.finish(by=hr, done_on=today())

    found.reopen()

    assert (found.status, found.by, found.done_on) == ("open", None, None)
    assert found.events.exists()


# Evidence


def walked(unit, day):
    return InspectionRoundFactory(unit=unit, carried_out_on=day)


def test_round_that_was_held_is_found_and_cancelled_is_found_undone(
    municipality, school, other_school, hr
):
    made = activity(municipality, hr, evidence="round")
    round = walked(school, today())

    evidence.gather()
    found = of(made, school)
    assert (found.status, found.done_on, found.by) == ("done", today(), None)
    assert of(made, other_school).status == "open"
    type(round).objects.filter(pk=round.pk).update(carried_out_on=None)
    evidence.gather()

    assert of(made, school).status == "open"


def test_evidence_of_a_year_that_is_over_is_not_undone(municipality, school, hr):
    made = late_activity(municipality, hr, evidence="round")
    round = walked(school, date(LAST, 5, 5))
    evidence.gather()
    type(round).objects.filter(pk=round.pk).update(carried_out_on=None)

    evidence.gather()

    assert of(made, school, LAST).status == "done"


def test_word_of_a_person_is_left_alone_by_evidence(municipality, school, hr):
    made = activity(municipality, hr, evidence="round")
    of(made, school).finish(by=hr, done_on=today(), note="On paper")

    evidence.gather()

    assert of(made, school).note == "On paper"


def test_what_comes_twice_a_year_needs_evidence_of_each_half(municipality, school, hr):
    made = late_activity(municipality, hr, evidence="round", times=2)
    walked(school, date(LAST, 3, 3))

    evidence.gather()

    assert [of(made, school, LAST, number).status for number in (1, 2)] == [
        *("done", "open")
    ]


def test_what_the_program_has_found_is_not_taken_back_by_hand(municipality, school, hr):
    made = activity(municipality, hr, evidence="round")
    walked(school, today())
    evidence.gather()

    with pytest.raises(InvalidTransition):
        of(made, school).reopen()


# The wheel and the matrix


def test_wheel_shows_what_comes_from_above_and_the_units_own(
    as_user, head_teacher, municipality, school, hr, parse
):
    activity(municipality, hr, title="From above")
    activity(school, head_teacher, title="Our own", level="")

    page = parse(as_user(head_teacher).get(WHEEL))

    rows = {
        row.a.text: row.select_one(".detail").text for row in page.select(".tasks li")
    }
    assert "from Testinge" in rows["From above"]
    assert "from" not in rows["Our own"]
    assert page.select_one("svg.chart title").text.startswith(f"The year {YEAR}")


def test_employee_reads_the_wheel_of_the_own_workplace_alone(
    as_user, teacher, municipality, school, other_school, hr, parse
):
    activity(municipality, hr)
    client = as_user(teacher)

    mine = parse(client.get(WHEEL))
    other = parse(client.get(WHEEL, {"unit": other_school.pk}))

    assert mine.select_one("#results h2").text == f"North school {YEAR}"
    assert other.select_one("#results h2").text == f"North school {YEAR}"


def test_year_that_is_no_year_shows_this_one(as_user, head_teacher, parse):
    page = parse(as_user(head_teacher).get(WHEEL, {"year": "nonsense"}))

    assert page.select_one("#results h2").text == f"North school {YEAR}"


def test_level_above_sees_how_many_have_done_it(
    as_user, head_of_administration, municipality, school, other_school, hr, parse
):
    made = activity(municipality, hr)
    of(made, school).finish(by=hr, done_on=today())

    page = parse(as_user(head_of_administration).get(WHEEL))

    assert "1 of 2 units" in page.select_one(".tasks li").text


def test_matrix_has_words_in_its_cells_and_the_most_late_first(
    as_user, head_of_administration, municipality, school, other_school, hr, parse
):
    made = late_activity(municipality, hr)
    of(made, school, LAST).finish(by=hr, done_on=today())

    page = parse(as_user(head_of_administration).get(MATRIX, {"year": LAST}))

    rows = [
        [cell.text.split()[-1] for cell in row.select("th, td")]
        for row in page.select("tbody tr")
    ]
    assert rows == [["school", "1", "Late"], ["school", "0", "Done"]]
    assert page.select_one("tbody th").text.strip() == "South school"


def test_matrix_is_narrowed_to_what_is_late_and_by_name(
    as_user, head_of_administration, municipality, school, other_school, hr, parse
):
    made = late_activity(municipality, hr)
    of(made, school, LAST).finish(by=hr, done_on=today())
    client = as_user(head_of_administration)

    def shown(**query):
        page = parse(client.get(MATRIX, {"year": LAST, **query}))
        return [row.th.text.strip() for row in page.select("tbody tr")]

    assert shown(show="late") == ["South school"]
    assert shown(q="north") == ["North school"]
    assert shown(sort="name") == ["North school", "South school"]
    assert shown(sort="late") == ["North school", "South school"]
    assert shown(sort="password") == ["South school", "North school"]
    assert shown(after="rubbish") == ["South school", "North school"]


def test_matrix_as_csv_has_the_same_rows(
    as_user, head_of_administration, municipality, school, other_school, hr
):
    late_activity(municipality, hr)
    type(school).objects.filter(pk=school.pk).update(name="=North")

    response = as_user(head_of_administration).get(
        reverse("annualcycle:matrix_export"), {"year": LAST, "sort": "name"}
    )

    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines == ["Unit;Late;Round", "'=North;1;Late", "South school;1;Late"]


def test_wheel_and_matrix_cost_the_same_for_many(
    as_user, hr, municipality, school, count_queries
):
    client = as_user(hr)
    activity(municipality, hr)
    few = [count_queries(client, url) for url in (WHEEL, MATRIX)]
    for number in range(5):
        UnitFactory(parent=municipality)
        activity(municipality, hr, title=f"Another {number}", times=2)
    planning.plan_all()

    many = [count_queries(client, url) for url in (WHEEL, MATRIX)]

    assert many == few
    # The transaction's beginning and end are two of them.
    assert max(many) <= 12 + 2


# The start page and reminders


def tasks(parse, client):
    return [each.text for each in parse(client.get("/")).select(".tasks a")]


def test_what_is_late_is_a_task_there_and_one_level_up(
    as_user, head_teacher, head_of_administration, municipality, school, hr, parse
):
    late_activity(municipality, hr)

    assert "In the annual wheel: Round" in tasks(parse, as_user(head_teacher))
    above = tasks(parse, as_user(head_of_administration))
    assert "Late in units below you: Round" in above


def test_head_goes_from_the_late_activity_to_the_units_that_lack_it(
    as_user, head_of_administration, municipality, school, hr, parse
):
    made = late_activity(municipality, hr)
    client = as_user(head_of_administration)
    task = parse(client.get("/")).find("a", string="Late in units below you: Round")
    assert "1 unit" in task.find_parent("li").text

    activity = parse(client.get(task["href"]))
    link = activity.find("a", string="Where is it not done?")["href"]
    page = parse(client.get(link))

    assert "Select a valid choice" not in page.text
    assert [row.th.text for row in page.select("tbody tr")] == ["North school"]
    assert made.title in page.select_one("thead th.activity").text


def test_employee_is_not_led_to_the_matrix(as_user, teacher, municipality, hr):
    made = activity(municipality, hr, level="")

    page = as_user(teacher).get(made.get_absolute_url())

    assert page.status_code == 200
    assert MATRIX not in page.content.decode()


def test_times_of_an_activity_are_told_apart_among_the_tasks(
    as_user, head_teacher, municipality, school, hr, parse
):
    late_activity(municipality, hr, times=2)

    found = {each for each in tasks(parse, as_user(head_teacher)) if "Round" in each}
    assert {f"In the annual wheel: Round ({number}/2)" for number in (1, 2)} <= found


def test_page_of_what_is_to_be_done_leads_to_where_it_is_done(
    as_user, head_teacher, municipality, school, hr, parse
):
    made = activity(municipality, hr, evidence="round")

    page = parse(as_user(head_teacher).get(of(made, school).get_absolute_url()))

    rounds = reverse("riskassessment:round_list")
    assert page.find("a", string="A round is carried out")["href"] == rounds


@pytest.mark.parametrize("code", [code for code, _label in evidence.choices()])
def test_each_source_names_a_page_that_there_is(code):
    assert reverse(evidence.named(code).place)


def test_done_leaves_no_task(as_user, head_teacher, municipality, school, hr, parse):
    made = late_activity(municipality, hr)
    for year in (LAST, YEAR):
        of(made, school, year).finish(by=hr, done_on=today())

    assert tasks(parse, as_user(head_teacher)) == []


def test_manager_is_told_by_mail_once_and_then_the_level_above(
    head_teacher, head_of_administration, municipality, school, hr, settings
):
    made = activity(municipality, hr)
    yesterday = today() - timedelta(1)
    Occurrence.objects.filter(activity=made, year=YEAR).update(
        starts_on=yesterday, due_on=yesterday
    )

    for _again in range(2):
        for pk in reminding.note_all():
            reminding.tell(pk)

    message = Message.objects.get()
    assert message.recipient == head_teacher
    assert "Round" in message.body
    week = today() - timedelta(8)
    Occurrence.objects.filter(activity=made, year=YEAR).update(
        starts_on=week, due_on=week
    )
    told = reminding.note_all()

    assert head_of_administration.pk in told


def test_what_is_done_reminds_nobody(head_teacher, municipality, school, hr):
    made = late_activity(municipality, hr)
    for year in (LAST, YEAR):
        of(made, school, year).finish(by=hr, done_on=today())

    assert reminding.note_all() == []


# Templates


@pytest.mark.parametrize(
    "template", wheel_templates.all_templates(), ids=lambda each: each.name
)
def test_template_can_be_taken_whole_and_only_once(municipality, school, hr, template):
    keys = [key for key, _what, _is_goal in template.items]

    first = wheel_templates.take(template, keys, unit=municipality, by=hr)
    again = wheel_templates.take(template, keys, unit=municipality, by=hr)

    assert (first, again) == (len(keys), 0)
    assert wheel.slots_of(municipality, YEAR)


def test_hr_takes_chosen_items_in_the_browser(as_user, hr, municipality, school):
    url = reverse("annualcycle:template_take", args=["se-goals-1"])
    chosen = ["se-goals-1:13-policy", "se-goals-1:zero-tolerance"]

    said = {"unit": municipality.pk, "first_year": YEAR, "items": chosen}
    response = as_user(hr).post(url, said)

    assert response.status_code == 302
    made = Activity.objects.get()
    assert made.goal.template_item == "se-goals-1:zero-tolerance"
    assert of(made, school)


def test_what_two_templates_say_in_the_same_words_is_taken_once(municipality, hr):
    for template in wheel_templates.of_country("SE"):
        keys = [key for key, _what, _is_goal in template.items]
        wheel_templates.take(template, keys, unit=municipality, by=hr)

    titles = list(Activity.objects.values_list("title", flat=True))
    assert len(titles) == len(set(titles))


def test_only_of_what_stands_there_already_it_is_asked_when_it_changes(
    as_user, municipality, hr
):
    asked = "From which year do the changes hold?"
    made = activity(municipality, hr)
    change = reverse("annualcycle:activity_edit", args=[made.pk])

    assert asked not in as_user(hr).get(ADD).content.decode()
    assert asked in as_user(hr).get(change).content.decode()


# What a reader is led to


def test_who_has_no_role_is_led_to_no_page_that_refuses(
    as_user, municipality, school, other_school, hr, teacher, head_teacher, parse
):
    made = activity(municipality, hr)
    person = UserFactory(unit=municipality)

    def links(user, url):
        found = parse(as_user(user).get(url)).select("main a[href]")
        return [link for link in found if link["href"].startswith(MATRIX)]

    assert links(head_teacher, made.get_absolute_url())
    assert not links(teacher, made.get_absolute_url())
    assert links(hr, WHEEL)
    assert not links(person, WHEEL)


def test_who_has_one_wheel_is_not_asked_which(
    as_user, teacher, head_of_administration, school, other_school, parse
):
    assert not parse(as_user(teacher).get(WHEEL)).select("[name=unit]")
    assert parse(as_user(head_of_administration).get(WHEEL)).select("[name=unit]")


def test_start_page_says_which_time_of_several_it_is(
    as_user, municipality, school, hr, head_teacher
):
    activity(municipality, hr, title="Talk", times=4)
    activity(municipality, hr, title="Round")

    page = as_user(head_teacher).get(reverse("start")).content.decode()

    assert "In the annual wheel: Talk (1/4)" in page
    assert "In the annual wheel: Round<" in page


def test_overview_stands_under_the_years_work(as_user, hr, administration, parse):
    page = parse(as_user(hr).get(reverse("annualcycle:overview")))

    here = page.select_one("#menu [aria-current]")
    assert here["href"] == WHEEL


def test_list_that_is_taken_for_the_next_year_asks_nothing_of_this_one(
    as_user, hr, municipality, school
):
    url = reverse("annualcycle:template_take", args=["se-goals-1"])
    said = {"unit": municipality.pk, "items": ["se-goals-1:5-rounds"]}

    as_user(hr).post(url, said | {"first_year": YEAR + 1})

    assert of(Activity.objects.get(), school, YEAR + 1)
    assert not Occurrence.objects.filter(year=YEAR).exists()
    assert as_user(hr).post(url, said | {"first_year": YEAR - 1}).status_code == 422
