"""What WeasyPrint's tags lack before a screen reader can follow them (PDF/UA-1).

Each function puts one thing right in the objects of the PDF just before it is written.
"S", "K" and the like are the names of ISO 32000-1, section 14.7 and 14.8.
"""

import pydyf

_PRINTED = 4
# CSS pixels, of which WeasyPrint's boxes are, in points.
_POINTS = 0.75


def finish(document, pdf):
    """WeasyPrint's `finisher`."""
    tags = _Tags(pdf)
    _leave_out_heads_and_feet(tags)
    _name_links(document)
    for element in tags.elements():
        match element["S"]:
            case "/L":
                _pair_terms(tags, element)
            case "/Table":
                _point_heads(tags, element)
            case "/Link":
                _keep_one_target(tags, element)
            case "/Figure":
                _place(tags, element)


class _Tags:
    """The tree of structure elements, and which element each piece of a page belongs to."""

    def __init__(self, pdf):
        self.pdf = pdf
        self.root = self.at(pdf.catalog["StructTreeRoot"])
        self.owners = self.at(self.root["ParentTree"])["Nums"]

    def at(self, reference):
        return self.pdf.objects[int(reference.split()[0])]

    def elements(self):
        """All that a reader comes to, parents first."""
        return self.below(self.root)

    def below(self, element):
        for child in self.children(element):
            yield child
            yield from self.below(child)

    def children(self, element):
        kids = (self.at(kid) for kid in element["K"] if isinstance(kid, bytes))
        return [kid for kid in kids if "S" in kid]

    def is_target(self, kid):
        """Whether it is where one can click, rather than words or an element."""
        return isinstance(kid, bytes) and self.at(kid)["Type"] == "/OBJR"

    def pages(self):
        return [self.at(reference) for reference in self.pdf.page_references]


def _leave_out_heads_and_feet(tags):
    """Running heads and page numbers hang on no tree: nobody is to hear them on each page."""
    heard = {element.reference for element in tags.elements()}
    for page, owners in zip(tags.pages(), tags.owners[1::2], strict=False):
        silent = {n for n, owner in enumerate(owners) if owner not in heard}
        _make_artifacts(tags.at(page["Contents"]).stream, silent)
        for number in silent:
            owners[number] = "null"
    for each in tags.pdf.objects:
        is_element = isinstance(each, dict) and each.get("Type") == "/StructElem"
        if is_element and each.reference not in heard:
            each.clear()


def _make_artifacts(content, numbers):
    for place, part in enumerate(content):
        if isinstance(part, pydyf.Dictionary) and part.get("MCID") in numbers:
            content[place - 1] = "/Artifact"
            content[place] = pydyf.Dictionary({"Type": "/Pagination"})


def _name_links(document):
    """By their own words, and so that they are printed."""
    for page in document.pages:
        for *_target, box in page.links:
            if box.link_annotation:
                words = "".join(box.element.itertext()).split()
                box.link_annotation["Contents"] = pydyf.String(" ".join(words))
                box.link_annotation["F"] = _PRINTED


def _keep_one_target(tags, link):
    """What stands in a link, such as a number or a leader, is no link of its own."""
    for element in tags.below(link):
        if element["S"] == "/Link":
            element["S"] = "/Span"
        for kid in [each for each in element["K"] if tags.is_target(each)]:
            element["K"].remove(kid)
            target = tags.at(kid)
            tags.at(target["Pg"])["Annots"].remove(target["Obj"])
            tags.at(target["Obj"]).clear()
            place = tags.owners.index(element.reference)
            del tags.owners[place - 1 : place + 1]


def _pair_terms(tags, terms):
    """`<div><dt><dd></div>` in a list of terms is one item: the term and what it means."""
    for item in tags.children(terms):
        if item["S"] != "/Div":
            continue
        item["S"] = "/LI"
        halves = [half for each in tags.children(item) for half in tags.children(each)]
        item["K"] = pydyf.Array(half.reference for half in halves)
        for half in halves:
            half["P"] = item.reference
        # What goes on from the page before has no term.
        if len(halves) > 1:
            halves[0]["S"] = "/Lbl"


def _point_heads(tags, table):
    """Each head down its column, or along its row if other cells follow in it.

    Instead of WeasyPrint's list of heads for each cell, where every group that has gone
    before is a head too.
    """
    rows = [tags.children(row) for row in tags.below(table) if row["S"] == "/TR"]
    for row in rows:
        of_columns = all(cell["S"] == "/TH" for cell in row)
        for cell in row:
            cell.pop("ID", None)
            cell["A"].pop("Headers", None)
            if cell["S"] == "/TH":
                cell["A"]["Scope"] = "/Column" if of_columns else "/Row"
    _thin_out_heads([cell for row in rows for cell in row])


def _thin_out_heads(cells):
    """Where few cells follow in each row, what comes first is a cell itself.

    A table of two columns, or of one row, has more heads than cells else: to checkers it
    looks like one whose heads were torn, and a reader hears the head and the cell in a row
    anyway.
    """
    heads = [cell for cell in cells if cell["S"] == "/TH"]
    if 2 * len(heads) <= len(cells):
        return
    for head in heads:
        if head["A"]["Scope"] == "/Row":
            head["S"] = "/TD"
            del head["A"]["Scope"]


def _place(tags, figure):
    """In the page's own measure, from below."""
    height = tags.at(figure["Pg"])["MediaBox"][3]
    left, top, right, bottom = (_POINTS * each for each in figure["A"]["BBox"])
    figure["A"]["BBox"] = pydyf.Array((left, height - bottom, right, height - top))
