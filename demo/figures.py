"""What the demo municipality's figures come to, in the quantities that they are made of.

The rows of incidents say how many to make; the sheet for HR is written from the working
hours. Shares, differences and sums are for the program to compute.
"""

from typing import NamedTuple

YEARS = (2022, 2023)


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
}
