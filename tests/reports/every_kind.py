"""The content of a report with a section of every kind, as the contract of contents has it."""

from reports.layouts import LAYOUT
from reports.models import Snapshot

MONTHS = [
    "jul",
    "aug",
    "sep",
    "okt",
    "nov",
    "dec",
    "jan",
    "feb",
    "mar",
    "apr",
    "maj",
    "jun",
]
PARAGRAPH = (
    "Arbetsmiljöarbetet har under året präglats av omorganisationer och av en ansträngd "
    "bemanningssituation inom verksamheterna. Skyddsronder har genomförts enligt plan."
)
TEXT = f"{PARAGRAPH}\n\n- Hot och våld i förskolan\n- Lokalernas ventilation\n\n{PARAGRAPH}"
PASTED = "Enhet\tAntal\tKommentar\nNorra skolan\t3\tBuller\nSödra skolan\t1\tInget\n"


def section(kind, code, *, number="", title="", **content):
    level = len(number.split(".")) if number else 0
    return {
        "code": code,
        "number": number,
        "level": level,
        "title": title,
        "kind": kind,
        **content,
    }


def heading(number, title):
    return section(
        "heading", f"h-{number.replace('.', '-')}", number=number, title=title
    )


def figures(*columns, rows, kind="metric_table", table=1, **content):
    return section(
        kind,
        f"table-{table}",
        title=content.pop("title", "Sjukfrånvaro"),
        label_heading="Grupp",
        table=table,
        columns=[
            {"kind": each[0], "heading": each[1]}
            | ({"period": each[2]} if each[2:] else {})
            for each in columns
        ],
        rows=rows,
        notes=content.pop("notes", []),
        **content,
    )


def row(label, *texts, scale="percent", decimals=1, **more):
    return {
        "label": label,
        "is_heading": False,
        "metric": "sick_leave",
        "sex": "",
        "age": "",
        "scale": scale,
        "decimals": decimals,
        "better": "lower",
        "figures": list(texts),
        **more,
    }


def group(label, **more):
    return {"label": label, "is_heading": True, "figures": [], **more}


def count(label, *texts, **more):
    return row(label, *texts, scale="count", decimals=0, **more)


def two_years():
    return figures(
        ("figure", "2023/24", ["2023-07-01", "2024-06-30"]),
        ("figure", "2022/23", ["2022-07-01", "2023-06-30"]),
        ("difference", "Skillnad"),
        ("target", "Mål"),
        rows=[
            row("Total sjukfrånvaro", "7.0", "7.8", "-0.8", "6.5"),
            row("Kvinnor", "8.1", "*", "", ""),
            group("Åldersgrupp"),
            row("29 år och yngre", "", "6.1", "", ""),
        ],
        notes=["Sjukfrånvaro: frånvarotimmar av ordinarie arbetstid."],
    )


def five_years():
    years = ["2024", "2023", "2022", "2021", "2020"]
    return figures(
        *[("figure", year, [f"{year}-01-01", f"{year}-12-31"]) for year in years],
        table=2,
        title="Fem år",
        rows=[row("Total sjukfrånvaro", "7.0", "7.8", "8.0", "9.1", "6.4")],
    )


def months(number=12, *, table=3):
    headings = [MONTHS[each % 12] for each in range(number)]
    numbers = [str(each * 7) for each in range(number)]
    return figures(
        *[("figure", each) for each in headings],
        ("figure", "Alla"),
        kind="cross_table",
        table=table,
        title="Händelser efter orsak och månad",
        down="cause",
        across="month",
        rows=[
            *[count(f"Orsak nummer {each}", *numbers, "462") for each in range(9)],
            count("Alla", *numbers, "4158", is_total=True),
        ],
    )


def indicators():
    return figures(
        ("figure", "2024"),
        ("target", "Mål"),
        kind="indicator_table",
        table=4,
        title="Indikatorer",
        rows=[
            group("Medarbetarengagemang", row=1, text=TEXT),
            row("Index", "78", "80", scale="index", decimals=0),
            row("Andel nöjda", "71.5", "75.0"),
            group("Personalomsättning", row=2, text=""),
            row("Omsättning", "11.0", "", ""[:0] or "") | {"figures": ["11.0", ""]},
        ],
    )


def questions(number=3):
    return section(
        "question_block",
        "questions",
        title="Frågor om ronder",
        questions=[
            {
                "code": f"q{each}",
                "text": f"Har skyddsrond nummer {each} genomförts enligt plan?",
                "answer": ["yes", "partly", "no", "not_applicable", ""][each % 5],
                "comment": "Ronden sköts upp till hösten." if each % 2 else "",
            }
            for each in range(number)
        ],
    )


def requirements():
    return section(
        "self_assessment",
        "self-assessment",
        title="Egen bedömning",
        table=5,
        requirements=[
            {
                "code": f"r{each}",
                "text": "Chefen har tid och kunskap för arbetsmiljöarbetet.",
                "score": "4.2",
                "before": "3.9" if each else "",
                "answered": 9,
                "asked": 11,
                "spread": [0, 1, 1, 3, 4],
                "comment": "Fler har gått utbildningen." if each else "",
            }
            for each in range(4)
        ],
    )


def measures():
    return [
        {"activity": "Ljuddämpande skivor i matsalen", "status": "done"},
        {"activity": "Ny rutin för ensamarbete", "status": "started"},
    ]


def lists():
    risk = {"unit": "Norra skolan", "what": "Hot från besökare", "level": "Hög"}
    measure = {"unit": "Norra skolan", "due_on": "2024-03-01", "effect": "Lugnare"}
    return [
        section(
            "risk_list",
            "risks",
            title="Allvarliga risker",
            risks=[risk | {"measures": measures()}],
            more=2,
        ),
        section(
            "measure_list",
            "measures",
            title="Förra årets åtgärder",
            measures=[measure | each for each in measures()],
            counts={"done": 1, "started": 1},
            more=0,
        ),
        section(
            "inspection_list",
            "inspections",
            title="Inspektioner",
            inspections=[
                {
                    "unit": "Norra skolan",
                    "on": "2024-02-01",
                    "subject": "Hot och våld",
                    "demands": "Riskbedömning\nInstruktioner",
                    "due_on": "2024-05-01",
                    "closed_on": "",
                }
            ],
            more=0,
        ),
        section(
            "goal_list",
            "goals",
            title="Mål",
            goals=[
                {
                    "goal": "Sjukfrånvaron minskar",
                    "unit": "Testinge kommun",
                    "aim": "Under 5,4 %",
                    "figure": "5,9 %",
                    "period": "R12 2024-06",
                    "standing": "Inte nått, +0,5",
                    "outcome": "not_reached",
                    "note": "Fler korta frånvaroperioder.",
                }
            ],
            more=0,
        ),
        section("lifted", "lifted", title="Lyfta frågor", matters=[matter()]),
        section(
            "lifted_before",
            "lifted-before",
            title="Lyfta frågor förra året",
            matters=[matter(decision="granted", answer="Medel avsätts.")],
            without_closed=["Södra skolan"],
        ),
    ]


def matter(**changed):
    return {
        "theme": "premises",
        "matter": "Ventilationen räcker inte",
        "unit": "Norra skolan",
        "from": "Utbildningsförvaltningen",
        "committee": "Grundskolenämnden",
        "wanted": "Ombyggnad av två klassrum",
        "measures": measures(),
        "status": "sent",
        "decision": "",
        "answer": "",
        "answered_on": "",
        "paragraph": "",
        "is_closed": False,
        **changed,
    }


def cover():
    return section(
        "cover_report",
        "cover-report",
        number="6",
        title="Tjänsteskrivelse",
        summary=PARAGRAPH,
        proposal="Nämnden godkänner rapporten.",
        route=[
            {"body": "Arbetsutskottet", "on": "2024-09-03", "paragraph": ""},
            {"body": "Grundskolenämnden", "on": "2024-09-17", "paragraph": "81"},
        ],
        registry_number="GSN 2024/112",
    )


def sections():
    return [
        heading("1", "Bedömning och utvärdering av föregående års åtgärder"),
        section("narrative", "text", text=TEXT),
        heading("2", "Bedömning och analys"),
        heading("2.1", "Sjukfrånvaro"),
        two_years(),
        section("narrative", "pasted", number="2.1.1", title="Analys", text=PASTED),
        five_years(),
        heading("2.2", "Händelser"),
        months(),
        heading("3", "Indikatorer"),
        indicators(),
        heading("4", "Frågor"),
        questions(),
        requirements(),
        heading("5", "Listor"),
        *lists(),
        cover(),
    ]


def content(**changed):
    return {
        "layout": LAYOUT,
        "title": "Arbetsmiljörapport",
        "year": 2024,
        "part": "",
        "municipality": "Testinge kommun",
        "is_demo": False,
        "level": "committee",
        "committee": "Grundskolenämnden",
        "unit": "",
        "is_approved": True,
        "edition": 1,
        "address": "https://sam.testinge.example/reports/1/",
        "period": ["2023-07-01", "2024-06-30"],
        "comparison_period": ["2022-07-01", "2023-06-30"],
        "file_name": "arbetsmiljorapport-2024-grundskolenamnden",
        "sections": sections(),
        "missing": [],
        "colour": "#14505c",
        "logo": "",
        **changed,
    }


def corrected():
    changes = [{"where": "Tabell 1, Kvinnor", "before": "8.3", "after": "8.1"}]
    return content(
        edition=2, correction={"reason": "Fel underlag från HR.", "changes": changes}
    )


def summary():
    names = [f"Nämnd {letter}" for letter in "ABCDEFGHI"]
    metrics = [
        {"label": "Arbetsskador", "scale": "count", "decimals": 0},
        {"label": "Sjukfrånvaro", "scale": "percent", "decimals": 1},
    ]
    asked = questions(18)
    for each in asked["questions"]:
        each["parts"] = [{"committee": name, "answer": "yes"} for name in names]
    whole = [asked if each["code"] == "questions" else each for each in sections()]
    return content(
        level="municipality",
        committee="",
        sections=whole,
        key_metrics=metrics,
        parts=[
            {
                "committee": name,
                "figures": [str(place * 3), f"{place + 1}.5"],
                "answers": ["yes"] * 18,
            }
            for place, name in enumerate(names)
        ],
    )


def combined():
    return content(
        level="combined",
        committee="",
        unit="Utbildningsförvaltningen",
        sections=[],
        reports=[content(), content(committee="Förskolenämnden")],
    )


def snapshot(made):
    return Snapshot(content=made, fingerprint="a1b2c3d4" * 8)
