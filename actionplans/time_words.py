"""The words of time in Norwegian, Swedish, Danish and English, without capitals."""


def _words(table):
    """{key: "one two"} turned round: {"one": key, "two": key}."""
    return {word: key for key, words in table.items() for word in words.split()}


MONTHS = _words(
    {
        1: "januar januari january jan",
        2: "februar februari february feb",
        3: "mars marts march mar",
        4: "april apr",
        # “may” is also a verb: what is meant as the month is read as “mai”.
        5: "mai maj",
        6: "juni june jun",
        7: "juli july",
        8: "august augusti aug",
        9: "september sept sep",
        10: "oktober october okt oct",
        11: "november nov",
        # In three of the languages “jul” is Christmas.
        12: "desember december des dec jul julen",
    }
)
MAY, AS_MONTH = "may", "mai"
EASTER = {"påsk", "påsken", "påske", "påska", "påskehelgen", "påskhelgen", "easter"}
# The first month and how many.
SEASONS = _words(
    {
        (3, 3): "vår våren forår foråret spring",
        (6, 3): "sommar sommaren sommer sommeren summer",
        (9, 3): "høst høsten haust hausten höst hösten efterår efteråret autumn",
        (12, 3): "vinter vinteren vintern winter",
        (1, 6): "vårtermin vårterminen vt vårsemester vårsemesteret forårssemester"
        " forårssemestret vårhalvåret",
        (8, 5): "hösttermin höstterminen ht høstsemester høstsemesteret haustsemester"
        " haustsemesteret efterårssemester efterårssemestret",
    }
)
TERMS = _words({"term": "term termin terminen semester semesteret semestret"})
# “spring term”: the season's word alone would be shorter.
TERM_OF_SEASON = {(3, 3): (1, 6), (9, 3): (8, 5)}
PARTS = _words(
    {
        2: "halvår halvåret halvdel halvdelen half h",
        3: "tertial tertialet",
        4: "kvartal kvartalet quarter q kv",
    }
)
ORDINALS = _words(
    {
        1: "1 første fyrste första first",
        2: "2 andre andra annet anna andet second",
        3: "3 tredje third",
        4: "4 fjerde fjärde fourth last siste sista sidste",
    }
)
WEEKS = {"uke", "uka", "veke", "veka", "uge", "vecka", "veckan", "week", "v", "u"}
THIS_OR_NEXT = _words({0: "i this", 1: "neste nästa næste next"})
YEAR = {"år", "året", "year"}
AT_ONCE = {
    *("straks", "omgående", "omgåande", "snarest", "snarast", "omedelbart", "genast"),
    *("øyeblikkelig", "øjeblikkeligt", "immediately", "asap"),
}
GOES_ON = {
    *("kontinuerleg", "kontinuerlig", "kontinuerligt", "kontinuerlege", "continuously"),
    *("continuous", "løpende", "løpande", "löpande", "løbende", "fortløbende"),
    *("fortlöpande", "fortløpende", "fortløpande", "ongoing", "stadig", "alltid"),
    *("årleg", "årlig", "årligen", "årlege", "årlige", "årliga", "årligt", "yearly"),
    *("annually", "monthly", "månadsvis", "månedlig", "månadleg", "månedligt"),
    *("quarterly", "kvartalsvis", "weekly", "veckovis", "ukentlig", "ugentligt"),
    *("always", "altid", "permanent"),
}
TIMES = {
    *("ganger", "gonger", "gånger", "gange", "times", "twice"),
    *("gang", "gong", "gång", "once"),
}
EVERY = {
    *("hvert", "hver", "kvart", "kvar", "varje", "every", "each", "per"),
    *("annethvert", "annakvart", "vartannat", "varannan", "vart", "var"),
}
SPANS = (
    YEAR
    | PARTS.keys()
    | {
        *(
            "måned",
            "månad",
            "month",
            "uke",
            "veke",
            "uge",
            "vecka",
            "week",
            "dag",
            "day",
        ),
        *("termin", "term", "semester", "years", "months", "weeks"),
    }
)
WAITS = {
    *("når", "när", "naar", "when", "once", "if", "hvis", "dersom", "viss", "såfremt"),
    *("etter", "efter", "after", "avhengig", "avhenger", "beroende", "beror"),
    *("afhænger", "afhængig", "depends", "depending", "forutsatt", "förutsatt"),
    *("forudsat", "provided", "pending", "awaiting", "venter", "ventar", "väntar"),
    *("avventer", "avvaktar", "afventer", "förutsättning"),
}
AFTER = {"etter", "efter", "after"}
NEEDS = {"behov", "needed", "necessary", "nødvendig", "nödvändigt", "nødvendigt"}
BEFORE = {"innan", "före", "før", "inden", "before"}
# “before the end of 2027” is in 2027.
ENDS = {
    *("utgangen", "udgangen", "utgången", "slutten", "slutet", "slutning", "end"),
}
# Little words that have points in them.
SHORT = {"fr.o.m": "from", "f.o.m": "from", "t.o.m": "tom", "t o m": "tom"}
FROM = {"frå", "fra", "från", "from", "fom"}
UNTIL = {"til", "till", "until", "tom", "through"}
MAYBE = {
    *("kanskje", "kanske", "måske", "maybe", "perhaps", "trolig", "troligen"),
    *("antagligen", "sannolikt", "probably", "ca", "cirka", "omtrent", "omkring"),
    *("foreløpig", "førebels", "preliminärt", "preliminary", "roughly"),
}
JOINS = {*"-–—/", "og", "och", "and", "to"} | UNTIL
# What stands between a time and its year, or between a little word and its time.
FILL = {
    ",",
    ".",
    "'",
    "’",
    "of",
    "av",
    "af",
    "i",
    "in",
    "the",
    "den",
    "med",
    "year",
    "år",
}
# What numbers things other than days: “sak 23/12”.
NUMBERED = {"sak", "sag", "case", "nr", "no", "ärende"}
