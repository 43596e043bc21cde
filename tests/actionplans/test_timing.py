"""Times as they are written in plans; those of Bømlo are all cells of its column NÅR."""

import random
from datetime import date

import pytest

from actionplans.models import Measure
from actionplans.time_words import GOES_ON, MONTHS, SEASONS, WAITS
from actionplans.timing import has_no_such_day, read
from sam.dates import today

DAY, PERIOD, CONTINUOUS, CONDITIONAL = Measure.Timing.values


def said(text, **how):
    when = read(text, **how)
    starts_on = when.starts_on and when.starts_on.isoformat()
    return when.timing, starts_on, when.due_on.isoformat()


BOMLO = [
    (
        "Vedtak i \nPartsamansett \nmøte januar. \nKursrekka er \ngjennomført vår \n2012."
        " Nye \noppstartsmøter \nstartar haust \n2012. 34 møter.",
        (PERIOD, "2012-01-01", "2012-11-30"),
    ),
    (
        "1)Gjennomføring \nvåren 2012. \nFebruar/mars. \n2)Etterarbeid \nmai. \n"
        "3)Orienteringssa\nk september KST. \nTiltaktsak til \nAMU november.  ",
        (PERIOD, "2012-02-01", "2012-11-30"),
    ),
    ("Haust 2012 \n. ", (PERIOD, "2012-09-01", "2012-11-30")),
    ("Hausten 2012? \nKontinuerleg ", (CONTINUOUS, "2012-09-01", "2012-11-30")),
    ("Start våren 2012. \nKontinuerleg.", (CONTINUOUS, "2012-03-01", "2012-05-31")),
    ("Våren 2012 -\nkontinuerleg ", (CONTINUOUS, "2012-03-01", "2012-05-31")),
    ("Haust  2012- \nkontinuerleg ", (CONTINUOUS, "2012-09-01", "2012-11-30")),
    ("Sjekk 2012. \nNår: hausten \n2012 ", (PERIOD, "2012-09-01", "2012-11-30")),
    (
        "Start 2012 når \nrådmannen har \ngitt oppdraget. ",
        (CONDITIONAL, "2012-01-01", "2012-12-31"),
    ),
    ("Første samling \nfebruar 2012. ", (PERIOD, "2012-02-01", "2012-02-29")),
    ("Start etter \nkonferansen \n2012 ", (CONDITIONAL, "2012-01-01", "2012-12-31")),
    ("Våren 2012 ", (PERIOD, "2012-03-01", "2012-05-31")),
    ("Start våren 2012. \nSluttført 2013 ", (PERIOD, "2012-03-01", "2013-12-31")),
]


@pytest.mark.parametrize(("text", "when"), BOMLO)
def test_cell_of_bomlo_is_read(text, when):
    assert said(text) == when


def test_only_what_is_doubted_is_uncertain():
    doubted = [text for text, _when in BOMLO if read(text).is_uncertain]

    assert doubted == ["Hausten 2012? \nKontinuerleg "]
    assert read("kanskje våren 2027").is_uncertain


@pytest.mark.parametrize(
    "text",
    [
        *("2027-03-01", "1.3.2027", "01.03.27", "1/3 2027", "1 mars 2027", "1. mars"),
        *("den 1 mars 2027", "senest 1. mars 2027", "by March 1, 2027", "1st of March"),
        *("1. marts 2027", "innen 1. mars 2027", "1/3"),
    ],
)
def test_day_is_read_however_it_is_written(text):
    assert said(text, year=2027) == (DAY, None, "2027-03-01")


@pytest.mark.parametrize(
    ("text", "starts_on", "due_on"),
    [
        ("mai", "2027-05-01", "2027-05-31"),
        ("maj 2028", "2028-05-01", "2028-05-31"),
        ("Februar/mars", "2027-02-01", "2027-03-31"),
        ("2027-04", "2027-04-01", "2027-04-30"),
        ("november – februar", "2027-11-01", "2028-02-29"),
        ("november 2026 - februar", "2026-11-01", "2027-02-28"),
        ("november till februari 2027", "2026-11-01", "2027-02-28"),
        ("våren 2027", "2027-03-01", "2027-05-31"),
        ("sommaren", "2027-06-01", "2027-08-31"),
        ("efteråret 2027", "2027-09-01", "2027-11-30"),
        ("høst '27", "2027-09-01", "2027-11-30"),
        ("Autumn 2027", "2027-09-01", "2027-11-30"),
        ("vinteren 2027", "2027-12-01", "2028-02-29"),
        ("Q2 2027", "2027-04-01", "2027-06-30"),
        ("kvartal 2", "2027-04-01", "2027-06-30"),
        ("3. kvartal 2027", "2027-07-01", "2027-09-30"),
        ("siste kvartal 2027", "2027-10-01", "2027-12-31"),
        ("andre tertial 2027", "2027-05-01", "2027-08-31"),
        ("første halvår 2027", "2027-01-01", "2027-06-30"),
        ("andra halvåret 2027", "2027-07-01", "2027-12-31"),
        ("second half of 2027", "2027-07-01", "2027-12-31"),
        ("vårterminen 2027", "2027-01-01", "2027-06-30"),
        ("ht27", "2027-08-01", "2027-12-31"),
        ("spring term 2027", "2027-01-01", "2027-06-30"),
        ("2027", "2027-01-01", "2027-12-31"),
        ("2026/27", "2026-01-01", "2027-12-31"),
        ("2027–2029", "2027-01-01", "2029-12-31"),
        ("2027, i løbet af efteråret", "2027-09-01", "2027-11-30"),
        ("mars 2027, ferdig 2027", "2027-01-01", "2027-12-31"),
        ("week 12", "2027-03-22", "2027-03-28"),
        ("uke 12-14 2027", "2027-03-22", "2027-04-11"),
        ("1.3.2027 - 15.4.2027", "2027-03-01", "2027-04-15"),
        ("1) mars 2) juni 3) oktober 2027", "2027-03-01", "2027-10-31"),
        ("løpende fram til mars 2027", "2027-03-01", "2027-03-31"),
        ("från 1 mars till 15 april", "2027-03-01", "2027-04-15"),
        ("after the summer", "2027-09-01", "2027-12-31"),
        ("1-15 mars 2027", "2027-03-01", "2027-03-15"),
        ("winter 2026/2027", "2026-12-01", "2027-02-28"),
        ("høsten 2026/våren 2027", "2026-09-01", "2027-05-31"),
        ("fr.o.m. 1 mars t.o.m. 15 april 2027", "2027-03-01", "2027-04-15"),
        ("31 februari 2027", "2027-02-01", "2027-02-28"),
        ("May", "2027-05-01", "2027-05-31"),
        ("may 2028", "2028-05-01", "2028-05-31"),
        ("april or may 2028", "2028-04-01", "2028-05-31"),
        ("påsken", "2027-03-25", "2027-03-29"),
        ("Easter 2028", "2028-04-13", "2028-04-17"),
        ("etter påske", "2027-03-30", "2027-12-31"),
    ],
)
def test_period_is_read_from_its_first_day_to_its_last(text, starts_on, due_on):
    assert said(text, year=2027) == (PERIOD, starts_on, due_on)


@pytest.mark.parametrize(
    ("text", "due_on"),
    [
        ("innan sommaren 2027", "2027-05-31"),
        ("før jul", "2027-11-30"),
        ("inden udgangen af 2027", "2027-12-31"),
        ("by the end of March", "2027-03-31"),
        ("innan påsk 2027", "2027-03-24"),
        ("före påskhelgen", "2027-03-24"),
        ("før påska", "2027-03-24"),
    ],
)
def test_what_must_be_ready_before_has_a_last_day_and_no_first(text, due_on):
    assert said(text, year=2027) == (PERIOD, None, due_on)


@pytest.mark.parametrize(
    ("text", "starts_on", "due_on"),
    [
        ("kontinuerlig", None, "2027-12-31"),
        ("Löpande", None, "2027-12-31"),
        ("fortløbende", None, "2027-12-31"),
        ("every year", None, "2027-12-31"),
        ("2 ganger i året", None, "2027-12-31"),
        ("1 gang i året", None, "2027-12-31"),
        ("once a year", None, "2027-12-31"),
        ("varje termin", None, "2027-12-31"),
        ("every 2 years", None, "2027-12-31"),
        ("hvert andre år", None, "2027-12-31"),
        ("f.o.m. 1 mars 2027", "2027-03-01", "2027-03-01"),
        ("løpende ved behov", None, "2027-12-31"),
        ("årleg i mars", "2027-03-01", "2027-03-31"),
        ("from 1 Sep 2027", "2027-09-01", "2027-09-01"),
        ("fra høsten 2027", "2027-09-01", "2027-11-30"),
    ],
)
def test_what_goes_on_is_of_the_time_when_it_begins(text, starts_on, due_on):
    assert said(text, year=2027) == (CONTINUOUS, starts_on, due_on)


@pytest.mark.parametrize(
    ("text", "due_on"),
    [
        ("when the money has come", "2027-12-31"),
        ("once the money has come", "2027-12-31"),
        ("as the budget may allow", "2027-12-31"),
        ("efter beslut", "2027-12-31"),
        ("når budsjettet for 2028 er vedtatt", "2028-12-31"),
        ("vid behov", "2027-12-31"),
        ("as soon as we can", "2027-12-31"),
        ("vår systemiske måte", "2027-12-31"),
        ("Sak 23/12", "2027-12-31"),
        ("under 5.4 %", "2027-12-31"),
        ("34 møter", "2027-12-31"),
        ("99999", "2027-12-31"),
        ("", "2027-12-31"),
    ],
)
def test_what_waits_or_says_no_time_is_of_the_end_of_its_year(text, due_on):
    when = read(text, year=2027)

    assert (when.timing, when.due_on.isoformat()) == (CONDITIONAL, due_on)


@pytest.mark.parametrize("text", ["1 may", "may 1, 2027", "1st of may", "1 May"])
def test_may_beside_a_number_is_the_month(text):
    assert said(text, year=2027) == (DAY, None, "2027-05-01")


def test_may_without_a_time_beside_it_is_the_verb():
    assert said("it may be done in autumn 2027") == (
        PERIOD,
        "2027-09-01",
        "2027-11-30",
    )


def test_number_of_meetings_is_no_year():
    assert said("våren 34 møter", year=2027) == (PERIOD, "2027-03-01", "2027-05-31")


def test_year_of_today_is_taken_where_none_is_told():
    assert read("mars").due_on == date(today().year, 3, 31)
    assert read("neste år").due_on == date(today().year + 1, 12, 31)
    assert said("omgående") == (DAY, None, today().isoformat())


def test_composed_and_decomposed_letters_are_the_same():
    assert read("va\u030aren 2027") == read("våren 2027")


@pytest.mark.parametrize(
    "text",
    [
        *("9" * 10_000, "mars " * 2_000, "1." * 5_000, "2027-" * 2_000, "?" * 10_000),
        *(
            "\x00",
            "٣ mars ٢٠٢٧",
            "²",
            "-",
            "v",
            "1",
            "Q",
            "2027-",
            "första",
            "fra",
            "v.",
        ),
        *("31 februar", "29/2", "v 53 2027", "0.0.0000", "Q5 2027", "2199-12-31"),
        "efter 2199-12-31",
    ],
)
@pytest.mark.parametrize("year", [2027, 9999, 1])
def test_whatever_is_written_gives_a_last_day(text, year):
    when = read(text, year=year)

    assert when.starts_on is None or when.starts_on <= when.due_on


def test_words_thrown_together_give_a_last_day():
    chosen = random.Random(27)
    words = [
        *MONTHS,
        *SEASONS,
        *GOES_ON,
        *WAITS,
        *"-.,/?:1)",
        "2027",
        "2029",
        "31",
        "2",
        *("may", "May", "påsk"),
    ]
    words += [
        "innan",
        "efter",
        "från",
        "till",
        "uke",
        "12",
        "kvartal",
        "halvår",
        "i år",
    ]

    for _turn in range(3_000):
        text = " ".join(chosen.choices(words, k=chosen.randint(1, 9)))
        when = read(text, year=2027)
        assert when.starts_on is None or when.starts_on <= when.due_on, text


@pytest.mark.parametrize(
    "text",
    [
        "31 februari",
        "senast den 31. februari 2028",
        "29 februari 2027",
        "31 april",
        "2027-02-30",
        "31.6.2027",
        "30/2/27",
    ],
)
def test_day_that_no_month_has_is_seen(text):
    assert has_no_such_day(text)


@pytest.mark.parametrize(
    "text",
    [
        "28 februari",
        "29 februari",
        "29 februari 2028",
        "31 mars 2027",
        "2027-02-28",
        "30.6.2027",
        "våren 2027",
        "vecka 31, februari",
        "2026-2027",
        "kapitel 31.2",
        *(text for text, _when in BOMLO),
    ],
)
def test_what_there_is_or_is_no_day_is_let_be(text):
    assert not has_no_such_day(text)
