"""The pages of a request for measures."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from attachments.models import Attachment
from organisation import roles
from organisation.models import Municipality, Role
from representatives import handing, tasks
from representatives.models import RepRequest
from sam.dates import today
from tests.factories import UserFactory
from tests.representatives.factories import RepRequestFactory
from tests.world import _picture

pytestmark = pytest.mark.django_db
LIST = reverse("representatives:request_list")
ADD = reverse("representatives:request_add")
Status = RepRequest.Status


def url(name, request, *args):
    return reverse(f"representatives:{name}", args=[request.pk, *args])


def typed(school, **changes):
    return {
        "unit": school.pk,
        "problem": "The ladder is loose.",
        "wants": "measures",
        "wanted": "A new ladder.",
        "answer_due_on": today() + timedelta(days=10),
        **changes,
    }


@pytest.fixture
def draft(school, safety_representative):
    return RepRequestFactory(unit=school, representative=safety_representative)


@pytest.fixture
def sent(school, safety_representative, head_teacher):
    request = RepRequestFactory(unit=school, representative=safety_representative)
    handing.send(request, by=safety_representative)
    return request


def test_request_is_written_looked_over_and_sent(
    as_user, school, safety_representative, head_teacher, parse
):
    client = as_user(safety_representative)
    document = SimpleUploadedFile("reading.txt", b"82 dB")
    attached = {"photos": [_picture()], "document": document}

    check = client.post(ADD, typed(school, **attached), follow=True)
    request = RepRequest.objects.get()
    before = request.status
    page = parse(client.post(url("request_act", request, "send"), follow=True))

    assert "A new ladder." in check.content.decode()
    assert before == Status.DRAFT
    assert Attachment.objects.count() == 2
    assert "Head teacher" in page.select_one("#handed").text
    request.refresh_from_db()
    assert request.status == Status.SENT


def test_wrong_input_comes_back_with_what_was_typed(
    as_user, school, safety_representative, parse
):
    data = typed(school, answer_due_on=today() - timedelta(days=1), wanted="")
    response = as_user(safety_representative).post(ADD, data)

    page = parse(response)
    assert response.status_code == 422
    assert page.select_one("#id_problem").text.strip() == "The ladder is loose."
    assert set(response.context["form"].errors) == {"answer_due_on", "wanted"}
    assert not RepRequest.objects.exists()


def test_unit_of_another_area_is_refused(as_user, other_school, safety_representative):
    response = as_user(safety_representative).post(ADD, typed(other_school))

    assert set(response.context["form"].errors) == {"unit"}


def test_no_day_of_answer_is_proposed(as_user, safety_representative, parse):
    page = parse(as_user(safety_representative).get(ADD))

    assert not page.select_one("#id_answer_due_on").get("value")


def test_manager_makes_no_request(as_user, head_teacher):
    assert as_user(head_teacher).get(ADD).status_code == 403


def test_draft_is_its_author_s_alone(
    as_user, draft, head_teacher, hr, safety_representative
):
    assert as_user(head_teacher).get(draft.get_absolute_url()).status_code == 404
    assert as_user(hr).get(draft.get_absolute_url()).status_code == 404
    page = as_user(safety_representative).get(draft.get_absolute_url())
    assert page.status_code == 200


def test_draft_is_changed_and_a_file_taken_out(
    as_user, school, safety_representative, draft
):
    file = Attachment.objects.store(b"82 dB", content_type="text/plain", name="a.txt")
    draft.attachments.add(file)
    data = typed(school, problem="The stair is loose.", taken_out=[file.pk])

    as_user(safety_representative).post(url("request_edit", draft), data)

    draft.refresh_from_db()
    assert draft.problem == "The stair is loose."
    assert not Attachment.objects.exists()


def test_sent_request_is_not_edited(as_user, sent, safety_representative):
    response = as_user(safety_representative).get(url("request_edit", sent))

    assert response.status_code == 403


def test_draft_is_thrown_away(as_user, draft, safety_representative):
    response = as_user(safety_representative).post(url("request_act", draft, "discard"))

    assert response.url == reverse("representatives:area")
    assert not RepRequest.objects.exists()


def test_draft_whose_day_has_passed_is_not_sent(as_user, draft, safety_representative):
    draft.write(answer_due_on=today() - timedelta(days=1))

    response = as_user(safety_representative).post(url("request_act", draft, "send"))

    draft.refresh_from_db()
    assert (response.status_code, draft.status) == (422, Status.DRAFT)


def test_sending_twice_says_that_it_has_moved_on(as_user, sent, safety_representative):
    response = as_user(safety_representative).post(url("request_act", sent, "send"))

    sent.refresh_from_db()
    assert response.status_code == 403
    assert sent.transitions.count() == 1


def test_confirmation_appears_when_the_job_has_made_it(
    as_user, sent, safety_representative, parse, htmx
):
    client = as_user(safety_representative)
    waiting = parse(client.get(sent.get_absolute_url()))
    assert client.get(url("confirmation", sent)).status_code == 404

    tasks.make_confirmation(str(sent.pk))
    swapped = parse(client.get(sent.get_absolute_url(), headers=htmx))
    reloaded = parse(client.get(sent.get_absolute_url()))
    document = b"".join(client.get(url("confirmation", sent)))

    assert waiting.select_one("#handed")["hx-get"] == sent.get_absolute_url()
    assert swapped.select_one("#handed") == reloaded.select_one("#handed")
    assert reloaded.select_one("a[download]")["href"] == url("confirmation", sent)
    assert document.startswith(b"%PDF")


def test_manager_answers_and_adds_a_measure(as_user, sent, head_teacher):
    client = as_user(head_teacher)
    client.post(
        url("request_act", sent, "answer"), {"decision": "yes", "answer": "Ordered."}
    )
    measure = {
        "activity": "Buy a ladder",
        "responsible": head_teacher.pk,
        "due_on": today() + timedelta(days=7),
    }

    response = client.post(url("measure_add", sent), measure)

    sent.refresh_from_db()
    assert (sent.decision, sent.answer) == ("yes", "Ordered.")
    assert response.url == sent.get_absolute_url()
    assert sent.action_plan.measures.get().activity == "Buy a ladder"


def test_answer_without_words_comes_back(as_user, sent, head_teacher):
    response = as_user(head_teacher).post(
        url("request_act", sent, "answer"), {"decision": "no"}
    )

    sent.refresh_from_db()
    assert (response.status_code, sent.is_answered) == (422, False)


def test_answer_to_what_is_withdrawn_comes_back_with_its_words(
    as_user, sent, safety_representative, head_teacher
):
    handing.withdraw(sent, by=safety_representative, reason="It is mended.")

    response = as_user(head_teacher).post(
        url("request_act", sent, "answer"), {"decision": "no", "answer": "Not now."}
    )

    sent.refresh_from_db()
    assert (response.status_code, sent.is_answered) == (422, False)
    assert response.context["form"]["answer"].value() == "Not now."


def test_measure_against_what_is_withdrawn_comes_back_with_its_words(
    as_user, sent, safety_representative, head_teacher
):
    handing.withdraw(sent, by=safety_representative, reason="It is mended.")
    measure = {
        "activity": "Buy a ladder",
        "responsible": head_teacher.pk,
        "due_on": today() + timedelta(days=7),
    }

    response = as_user(head_teacher).post(url("measure_add", sent), measure)

    assert response.status_code == 422
    assert response.context["form"]["activity"].value() == "Buy a ladder"


def test_draft_of_an_area_that_is_another_s_can_only_be_thrown_away(
    as_user, draft, safety_representative, parse
):
    roles.dismiss(safety_representative.appointments.get())
    client = as_user(safety_representative)

    page = parse(client.get(draft.get_absolute_url()))
    client.post(url("request_act", draft, "discard"))

    assert not page.select(f'a[href="{url("request_edit", draft)}"]')
    assert not RepRequest.objects.exists()


def test_representative_does_not_answer_for_the_employer(
    as_user, sent, safety_representative
):
    client = as_user(safety_representative)

    assert client.get(url("request_act", sent, "answer")).status_code == 403
    assert client.get(url("measure_add", sent)).status_code == 403


@pytest.mark.parametrize("name", ["satisfied", "authority", "withdraw"])
def test_only_the_author_says_what_comes_of_it(
    as_user, sent, head_teacher, school, name
):
    colleague = UserFactory()
    roles.appoint(colleague, Role.SAFETY_REPRESENTATIVE, school)
    sent.reply(by=head_teacher, decision="no", answer="No.")

    for person in [head_teacher, colleague]:
        response = as_user(person).get(url("request_act", sent, name))
        assert response.status_code == 403


def test_successor_takes_over_when_the_author_has_left(
    as_user, sent, safety_representative, school
):
    successor = UserFactory()
    roles.appoint(successor, Role.SAFETY_REPRESENTATIVE, school)
    roles.dismiss(safety_representative.appointments.get())

    response = as_user(successor).post(
        url("request_act", sent, "withdraw"), {"reason": "The ladder is gone."}
    )

    sent.refresh_from_db()
    assert response.status_code == 302
    assert sent.status == Status.WITHDRAWN


@pytest.mark.parametrize("days", [-1, 1])
def test_day_of_turning_to_the_authority_is_after_sending(
    as_user, sent, safety_representative, days
):
    data = {"on": today() + timedelta(days=days)}

    response = as_user(safety_representative).post(
        url("request_act", sent, "authority"), data
    )

    assert set(response.context["form"].errors) == {"on"}


def test_unknown_act_is_not_found(as_user, sent, head_teacher):
    assert (
        as_user(head_teacher).get(url("request_act", sent, "dance")).status_code == 404
    )


def test_attached_file_is_served_to_who_may_see_the_request(
    as_user, sent, head_teacher, other_representative
):
    file = Attachment.objects.store(b"82 dB", content_type="text/plain", name="a.txt")
    sent.attachments.add(file)
    address = url("request_file", sent, file.pk)

    assert b"".join(as_user(head_teacher).get(address)) == b"82 dB"
    assert as_user(other_representative).get(address).status_code == 404


# The list


def test_list_shows_what_is_not_finished_and_filters(
    as_user, school, head_teacher, safety_representative
):
    def request(**kwargs):
        return RepRequestFactory(
            unit=school, representative=safety_representative, **kwargs
        )

    late = request(sent=True, answer_due_on=today() - timedelta(days=1))
    waiting = request(sent=True)
    withdrawn = request(sent=True, status=Status.WITHDRAWN)
    request()
    client = as_user(head_teacher)

    def shown(query=""):
        return set(client.get(LIST + query).context["page"])

    assert shown() == {late, waiting}
    assert shown("?show=overdue") == {late}
    assert shown("?show=withdrawn") == {withdrawn}
    assert shown("?show=all") == {late, waiting, withdrawn}
    assert shown("?show=nonsense") == {late, waiting}


def test_list_costs_the_same_for_more_rows(
    as_user, school, head_teacher, count_queries
):
    client = as_user(head_teacher)
    RepRequestFactory(sent=True, unit=school)
    one = count_queries(client, LIST)
    RepRequestFactory.create_batch(2, sent=True, unit=school)

    assert count_queries(client, LIST) == one <= 12


def test_page_costs_few_queries(as_user, sent, safety_representative, count_queries):
    tasks.make_confirmation(str(sent.pk))

    assert count_queries(as_user(safety_representative), sent.get_absolute_url()) <= 12


@pytest.mark.parametrize(
    ("country", "basis", "authority"),
    [
        ("SE", "Arbetsmiljölagen 6 kap. 6 a §", "Arbetsmiljöverket"),
        ("NO", "Arbeidsmiljøloven § 6-2", "Arbeidstilsynet"),
        ("DK", "Bekendtgørelsen om systematisk arbejdsmiljøarbejde", "Arbejdstilsynet"),
    ],
)
def test_law_is_that_of_the_country(
    as_user, safety_representative, country, basis, authority
):
    Municipality.objects.update(country=country)

    page = as_user(safety_representative).get(ADD).content.decode()

    assert basis in page
    assert authority in page
