"""What the demo municipality's figures come to, in the quantities that they are made of.

The rows of incidents say how many to make; the sheet for HR is written from the working
hours. Shares, differences and sums are for the program to compute.
"""

from datetime import date
from typing import NamedTuple


class Incidents(NamedTuple):
    """Reported in a year, but for `closed`: closed in it, whenever they were reported."""

    injuries: int
    near_misses: int
    closed: int
    # Seen in time, and in none of the three.
    risk_observations: int


INCIDENTS = {
    2022: {
        "FSN": Incidents(190, 118, 244, 24),
        "GSN": Incidents(318, 252, 452, 41),
        "GAN": Incidents(38, 36, 55, 9),
        "KS": Incidents(24, 21, 36, 11),
        "KFN": Incidents(27, 29, 45, 8),
        "NSN": Incidents(9, 8, 13, 3),
        "BTN": Incidents(5, 6, 9, 2),
        "SN": Incidents(62, 60, 97, 13),
        "VON": Incidents(282, 192, 379, 29),
    },
    2023: {
        "FSN": Incidents(178, 104, 262, 27),
        "GSN": Incidents(306, 238, 498, 46),
        "GAN": Incidents(47, 44, 78, 12),
        "KS": Incidents(21, 19, 37, 13),
        "KFN": Incidents(24, 27, 47, 9),
        "NSN": Incidents(8, 6, 14, 4),
        "BTN": Incidents(8, 7, 13, 3),
        "SN": Incidents(80, 72, 132, 15),
        "VON": Incidents(318, 231, 482, 36),
    },
    2024: {
        "FSN": Incidents(173, 105, 320, 31),
        "GSN": Incidents(312, 252, 621, 53),
        "GAN": Incidents(49, 48, 119, 14),
        "KS": Incidents(22, 21, 70, 15),
        "KFN": Incidents(23, 27, 68, 10),
        "NSN": Incidents(9, 7, 23, 5),
        "BTN": Incidents(9, 8, 21, 3),
        "SN": Incidents(83, 78, 180, 17),
        "VON": Incidents(312, 235, 580, 41),
    },
    2025: {
        "FSN": Incidents(175, 111, 317, 35),
        "GSN": Incidents(303, 257, 618, 59),
        "GAN": Incidents(46, 47, 110, 16),
        "KS": Incidents(21, 21, 59, 17),
        "KFN": Incidents(24, 29, 62, 11),
        "NSN": Incidents(9, 7, 22, 6),
        "BTN": Incidents(8, 8, 19, 3),
        "SN": Incidents(85, 84, 184, 19),
        "VON": Incidents(303, 239, 588, 46),
    },
}


class Staff(NamedTuple):
    """One committee's employees of one sex over twelve months."""

    committee: str
    sex: str
    contracted_hours: int
    short_sick_hours: int
    long_sick_hours: int
    average_headcount: int
    leavers: int
    retirements: int
    additional_hours: int
    overtime_hours: int


STAFF = {
    2022: [
        Staff("FSN", "K", 1533429, 70119, 98213, 935, 102, 25, 4714, 3113),
        Staff("FSN", "M", 127949, 5695, 3697, 78, 8, 2, 82, 453),
        Staff("GSN", "K", 2070316, 87387, 111718, 1225, 128, 33, 2962, 4068),
        Staff("GSN", "M", 655786, 25209, 15738, 388, 38, 8, 652, 1666),
        Staff("GAN", "K", 539766, 14104, 17694, 312, 47, 8, 483, 881),
        Staff("GAN", "M", 408286, 11358, 6879, 236, 32, 6, 284, 816),
        Staff("KS", "K", 482443, 10424, 14842, 268, 39, 7, 303, 1502),
        Staff("KS", "M", 352843, 8210, 5945, 196, 26, 5, 173, 1344),
        Staff("KFN", "K", 207560, 6154, 9316, 133, 15, 4, 1306, 742),
        Staff("KFN", "M", 171680, 5297, 3447, 110, 11, 3, 845, 749),
        Staff("NSN", "K", 51640, 1635, 4271, 29, 2, 1, 19, 86),
        Staff("NSN", "M", 44520, 1531, 2006, 25, 1, 1, 12, 91),
        Staff("BTN", "K", 102717, 2581, 3264, 58, 7, 2, 30, 142),
        Staff("BTN", "M", 74397, 1806, 1130, 42, 4, 1, 17, 126),
        Staff("SN", "K", 675214, 22393, 31669, 388, 58, 11, 1857, 2479),
        Staff("SN", "M", 142774, 4189, 3496, 82, 11, 2, 240, 718),
        Staff("VON", "K", 1611204, 69628, 104007, 1067, 118, 29, 15534, 14510),
        Staff("VON", "M", 193314, 8800, 5870, 128, 13, 3, 768, 2705),
    ],
    2023: [
        Staff("FSN", "K", 1476040, 60421, 94599, 900, 94, 14, 4217, 2727),
        Staff("FSN", "M", 131240, 5298, 3726, 80, 9, 1, 93, 413),
        Staff("GSN", "K", 2011177, 67267, 106390, 1190, 123, 19, 2528, 3483),
        Staff("GSN", "M", 676077, 21835, 15221, 400, 43, 5, 599, 1504),
        Staff("GAN", "K", 519017, 11918, 16896, 300, 48, 5, 395, 764),
        Staff("GAN", "M", 415217, 10058, 6910, 240, 41, 3, 246, 747),
        Staff("KS", "K", 486054, 9220, 14834, 270, 25, 4, 237, 1158),
        Staff("KS", "M", 378054, 7631, 6291, 210, 21, 3, 143, 1102),
        Staff("KFN", "K", 202891, 5267, 9082, 130, 14, 2, 1119, 636),
        Staff("KFN", "M", 179491, 4891, 3514, 115, 13, 2, 775, 688),
        Staff("NSN", "K", 53431, 1440, 4348, 30, 1, 0, 25, 106),
        Staff("NSN", "M", 46311, 1355, 1995, 26, 1, 0, 17, 112),
        Staff("BTN", "K", 106268, 2334, 3351, 60, 7, 1, 33, 166),
        Staff("BTN", "M", 79718, 1690, 1171, 45, 5, 1, 19, 152),
        Staff("SN", "K", 696008, 20152, 32570, 400, 42, 6, 1964, 2576),
        Staff("SN", "M", 156608, 3952, 3679, 90, 10, 1, 277, 785),
        Staff("VON", "K", 1556855, 54403, 98194, 1031, 111, 16, 10563, 10132),
        Staff("VON", "M", 234095, 8978, 6645, 155, 18, 2, 804, 2234),
    ],
    2024: [
        Staff("FSN", "K", 1480960, 60462, 96460, 903, 92, 16, 4263, 2521),
        Staff("FSN", "M", 131240, 5238, 3777, 80, 9, 1, 90, 390),
        Staff("GSN", "K", 2014557, 64103, 103710, 1192, 118, 19, 2554, 3468),
        Staff("GSN", "M", 669316, 20725, 15023, 396, 43, 5, 552, 1513),
        Staff("GAN", "K", 513827, 11898, 16930, 297, 44, 5, 401, 744),
        Staff("GAN", "M", 416947, 10160, 6948, 241, 37, 4, 248, 710),
        Staff("KS", "K", 484254, 8811, 14250, 269, 23, 4, 232, 1067),
        Staff("KS", "M", 379854, 7428, 6377, 211, 19, 3, 136, 1067),
        Staff("KFN", "K", 204452, 5350, 8801, 131, 12, 2, 1123, 587),
        Staff("KFN", "M", 181052, 4858, 3406, 116, 12, 2, 728, 698),
        Staff("NSN", "K", 53431, 1448, 4419, 30, 1, 0, 24, 103),
        Staff("NSN", "M", 46311, 1348, 2010, 26, 1, 0, 16, 113),
        Staff("BTN", "K", 104497, 2264, 3344, 59, 7, 1, 33, 162),
        Staff("BTN", "M", 79718, 1624, 1130, 45, 5, 1, 19, 155),
        Staff("SN", "K", 689048, 20122, 31986, 396, 37, 6, 1855, 2522),
        Staff("SN", "M", 158348, 3898, 3585, 91, 9, 1, 256, 761),
        Staff("VON", "K", 1571955, 54580, 100804, 1041, 100, 17, 10541, 9441),
        Staff("VON", "M", 234095, 8980, 6498, 155, 16, 2, 819, 2243),
    ],
    2025: [
        Staff("FSN", "K", 1494080, 60040, 96682, 911, 86, 17, 4090, 2447),
        Staff("FSN", "M", 129600, 5244, 3756, 79, 8, 1, 88, 376),
        Staff("GSN", "K", 1979066, 63079, 102046, 1171, 107, 19, 2575, 3492),
        Staff("GSN", "M", 669316, 20732, 14602, 396, 41, 6, 529, 1481),
        Staff("GAN", "K", 515557, 11614, 17092, 298, 42, 5, 396, 694),
        Staff("GAN", "M", 415217, 10069, 6766, 240, 34, 5, 247, 717),
        Staff("KS", "K", 478853, 8705, 14081, 266, 22, 4, 235, 1084),
        Staff("KS", "M", 379854, 7517, 6256, 211, 19, 3, 129, 1081),
        Staff("KFN", "K", 206013, 5371, 8805, 132, 11, 2, 1064, 591),
        Staff("KFN", "M", 181052, 4762, 3363, 116, 12, 2, 723, 699),
        Staff("NSN", "K", 51650, 1374, 4224, 29, 1, 0, 24, 102),
        Staff("NSN", "M", 46311, 1306, 1917, 26, 1, 0, 15, 107),
        Staff("BTN", "K", 102726, 2188, 3198, 58, 6, 1, 33, 155),
        Staff("BTN", "M", 79718, 1591, 1093, 45, 4, 1, 18, 157),
        Staff("SN", "K", 683828, 19804, 30353, 393, 33, 6, 1789, 2492),
        Staff("SN", "M", 160088, 3863, 3619, 92, 9, 1, 248, 719),
        Staff("VON", "K", 1568935, 55130, 101367, 1039, 95, 18, 10176, 9616),
        Staff("VON", "M", 229564, 8708, 6288, 152, 14, 2, 813, 2284),
    ],
}


def complete_years(until):
    """The years of the tables that lie a season before the day; later ones go on as now."""
    return [year for year in INCIDENTS if date(year + 1, 4, 1) <= until]
