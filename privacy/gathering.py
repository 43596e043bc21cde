"""All about one person, from all rooms, by what they say of their own (sam.personal)."""

from collections import defaultdict
from typing import NamedTuple

from django.apps import apps
from django.db import models, transaction
from django.db.models import Count, Max, Min, Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from pghistory.models import Context

from organisation.models import Identity, User
from privacy import sealed
from privacy.contents import Writer, day_of, heading_of, name_of_kind, plain_text
from privacy.holdings import Holding, holdings, parts_of
from privacy.knowing import Wanted, is_address, known_to
from privacy.masking import Letters
from privacy.models import DataRequest, Extract, Item, Passage
from sam.at_work import alone, key_of
from sam.personal import Part

# Copies of what stands elsewhere.
_COPIES = (Extract, Item, Passage)
_BATCH = 1_000


class _Found(NamedTuple):
    """A row, what the person is in it, and the texts that name them."""

    row: models.Model
    parts: list
    texts: list

    @property
    def is_whole(self):
        return any(part in Part.in_full for part in self.parts)


def gather(pk):
    """Make the extract of the request, once however many workers try; what was ordered anew
    meanwhile is made anew, and what a worker has left when it died."""
    with alone(key_of(Extract(pk=pk))) as is_alone:
        while is_alone and _begin(pk):
            _make(pk)


def _begin(pk):
    ordered = Extract.objects.filter(pk=pk, status__in=Extract.Status.on_its_way)
    return ordered.update(status=Extract.Status.GATHERING, begun_at=timezone.now())


def _make(pk):
    extract = Extract.objects.select_related("request__person__identity").get(pk=pk)
    is_public = extract.request.kind == DataRequest.Kind.PUBLIC
    try:
        (_Public if is_public else _Person)(extract).run()
    except Exception:
        mine = Extract.objects.filter(pk=pk, status=Extract.Status.GATHERING)
        mine.update(status=Extract.Status.FAILED)
        raise


class _Gatherer:
    """Collects items with their passages, and keeps them at the end."""

    def __init__(self, extract, writer):
        self.extract, self.writer = extract, writer
        self.items: list = []
        self.seen: set = set()

    def run(self):
        steps = self.steps()
        self._progress(0, total=len(steps))
        for done, (step, *arguments) in enumerate(steps, start=1):
            step(*arguments)
            self._progress(done)
        self._keep()

    def _progress(self, done, **more):
        Extract.objects.filter(pk=self.extract.pk).update(done=done, **more)

    def take(self, row, holding, parts):
        """The record as a whole, and those that are parts of it."""
        if (holding.model, row.pk) in self.seen:
            return
        self.seen.add((holding.model, row.pk))
        passages = self.writer.passages(row, holding)
        passages += self.earlier(row, holding, passages)
        facts = self.writer.facts(row, holding)
        self.add(row, holding, parts, facts=facts, passages=passages)
        for part in parts_of(holding):
            if self.goes_along(part):
                rows = part.model._base_manager.filter(**{part.within: row.pk})
                for each in rows.order_by("pk"):
                    self.take(each, part, parts=[])

    def goes_along(self, holding):
        """Not who has read it, which tells of the readers."""
        return Part.READER not in holding.parts

    def earlier(self, row, holding, passages):
        return []

    def add(self, row, holding, parts, *, facts=(), passages=(), heading=""):
        item = Item(
            extract=self.extract,
            purpose=holding.purpose.code,
            model=holding.label,
            object_id=str(row.pk),
            heading=heading or heading_of(row),
            parts=parts,
            day=day_of(row),
            facts=list(facts),
            is_apart=holding.model is Identity,
        )
        self.items.append((item, list(passages)))

    @transaction.atomic
    def _keep(self):
        mine = Extract.objects.select_for_update().filter(
            pk=self.extract.pk, status=Extract.Status.GATHERING
        )
        # Ordered anew: what was gathered may not be what is chosen now.
        if not mine.first():
            return
        self.extract.items.all().delete()
        order = {code: place for place, code in enumerate(_purposes())}
        self.items.sort(key=lambda each: order.get(each[0].purpose, 0))
        for position, (item, _passages) in enumerate(self.items):
            item.position = position
        Item.objects.bulk_create([item for item, _ in self.items], batch_size=_BATCH)
        passages = []
        for item, those in self.items:
            for position, passage in enumerate(those):
                passage.item, passage.position = item, position
                passages.append(passage)
        Passage.objects.bulk_create(passages, batch_size=_BATCH)
        mine.update(
            status=Extract.Status.GATHERED,
            erased_at=None,
            letters=self.writer.letters.given,
        )


class _Person(_Gatherer):
    def __init__(self, extract):
        self.wanted = Wanted(extract.request)
        own = self.wanted.user
        super().__init__(extract, Writer(known_to(self.wanted), Letters(), own=own))
        self.sums: dict = defaultdict(list)
        # Taken last, when it is known what goes along as a whole.
        self.naming: list = []

    def steps(self):
        kept = [each for each in holdings().values() if each.model not in _COPIES]
        personal = [(self._search, each) for each in kept if each.is_personal]
        return [
            *personal,
            (self._take_naming,),
            (self._trail,),
            (self._sum_up,),
            (self._tell_of_sealed,),
        ]

    def _search(self, holding):
        for found in self._rows(holding, holding.model):
            if found.row == self.extract.request:
                continue
            if found.is_whole:
                self.take(found.row, holding, parts=found.parts)
            elif found.texts:
                self.naming.append((found, holding))
            for part in found.parts:
                if not found.is_whole and part != Part.NAMED:
                    self.sums[holding.model, part].append(found.row)
        if holding.events:
            self._search_removed(holding)

    def _take_naming(self):
        for found, holding in self.naming:
            if (holding.model, found.row.pk) not in self.seen:
                self._take_texts(found, holding)

    def _take_texts(self, found, holding):
        """Only what names the person: the rest of the record is of others."""
        passages = self.writer.passages(found.row, holding, only=found.texts)
        parts = [Part.NAMED, *(part for part in found.parts if part != Part.NAMED)]
        self.add(found.row, holding, parts, passages=passages)

    def _search_removed(self, holding):
        """Rows that are gone, of which the audit trail still knows."""
        last: dict = {}
        for found in self._rows(holding, holding.events):
            last[found.row.pgh_obj_id] = found
        there = set(
            holding.model._base_manager.filter(pk__in=last).values_list("pk", flat=True)
        )
        for pk, found in last.items():
            if pk not in there and (found.is_whole or found.texts):
                only = None if found.is_whole else found.texts
                passages = self.writer.passages(found.row, holding, only=only)
                name = holding.model._meta.verbose_name
                self.add(
                    found.row,
                    holding,
                    found.parts,
                    passages=passages,
                    heading=_("Removed: %(what)s") % {"what": name},
                )

    def earlier(self, row, holding, passages):
        """What a text said before it was changed, where that is kept."""
        if not holding.events:
            return []
        said = {passage.text for passage in passages}
        found = []
        for event in holding.events.objects.filter(pgh_obj_id=row.pk).order_by(
            "pgh_id"
        ):
            for passage in self.writer.passages(event, holding):
                if passage.text not in said and passage.kind == Passage.Kind.TEXT:
                    said.add(passage.text)
                    passage.label = _("%(field)s, earlier") % {"field": passage.label}
                    found.append(passage)
        return found

    def _rows(self, holding, model):
        """What is found in a table, or in that of its earlier versions."""
        fields = {field.name for field in model._meta.get_fields()}
        by_part = self._conditions(holding, fields)
        texts = [name for name in holding.texts if name in fields]
        as_text = {
            f"said_{name}": Cast(name, TextField())
            for name in texts
            if not isinstance(
                model._meta.get_field(name), (models.CharField, models.TextField)
            )
        }
        named = self._naming(texts, as_text)
        condition = named
        for each in by_part.values():
            condition |= each
        rows = model._base_manager.alias(**as_text).filter(condition)
        fields_of = holding.model._meta.get_field
        if any(fields_of(name).many_to_many for name in holding.people):
            rows = rows.distinct()
        for row in rows.order_by("pk").iterator():
            yield self._found(row, holding, texts, by_part)

    def _conditions(self, holding, fields):
        """{part: what makes the person that in a row}."""
        found: dict = defaultdict(lambda: Q(pk=None))
        if user := self.wanted.user:
            for name, part in holding.people.items():
                if name in fields:
                    found[part] |= Q(**{name: user.pk})
            if holding.model is User:
                found[Part.SUBJECT] |= Q(pk=user.pk)
        for name, part in holding.names.items():
            for value in self._values_of(name) if name in fields else ():
                found[part] |= Q(**{f"{name}__iexact": value})
        return found

    def _values_of(self, field):
        if not is_address(field):
            return self.wanted.names
        return self.wanted.phones if "phone" in field else self.wanted.emails

    def _naming(self, texts, as_text):
        condition = Q(pk=None)
        for name in texts:
            field = f"said_{name}" if f"said_{name}" in as_text else name
            for words in (*self.wanted.names, *self.wanted.emails):
                condition |= Q(**{f"{field}__icontains": words})
        return condition

    def _found(self, row, holding, texts, by_part):
        parts = self._parts_in(row, holding)
        words = [each.casefold() for each in (*self.wanted.names, *self.wanted.emails)]
        naming = [
            name
            for name in texts
            if any(word in plain_text(getattr(row, name)).casefold() for word in words)
        ]
        return _Found(row, parts or [Part.NAMED], naming)

    def _parts_in(self, row, holding):
        user, found = self.wanted.user, []
        for name, part in holding.people.items():
            if user and self._is_of(row, name, user):
                found.append(part)
        for name, part in holding.names.items():
            value = str(getattr(row, name, "") or "").casefold()
            if value and value in {each.casefold() for each in self._values_of(name)}:
                found.append(part)
        if holding.model is User and user and row.pk == user.pk:
            found.append(Part.SUBJECT)
        return list(dict.fromkeys(found))

    def _is_of(self, row, name, user):
        try:
            field = row._meta.get_field(name)
        except models.FieldDoesNotExist:
            return False
        if field.many_to_many:
            return getattr(row, name).filter(pk=user.pk).exists()
        return getattr(row, field.attname) == user.pk

    def _trail(self):
        """That the person has changed things, which the audit trail knows by account."""
        if not self.wanted.user:
            return
        rows = Context.objects.filter(metadata__user=str(self.wanted.user.pk))
        told = rows.aggregate(
            number=Count("pk"), first=Min("created_at"), last=Max("created_at")
        )
        if told["number"]:
            holding = holdings()[Context]
            days = [timezone.localdate(told[each]) for each in ("first", "last")]
            self._add_sum(holding, _("Changes made"), Part.ACTOR, told["number"], days)

    def _sum_up(self):
        for (model, part), rows in self.sums.items():
            holding = holdings()[model]
            days = sorted(filter(None, map(day_of, rows)))
            name = name_of_kind(model, plural=True)
            self._add_sum(holding, name, part, len(rows), days)

    def _tell_of_sealed(self):
        user = self.wanted.user
        found = [*(sealed.about(user) if user else ()), sealed.others(user)]
        for each in filter(None, found):
            holding = holdings()[each.model]
            item = Item(
                extract=self.extract,
                purpose=holding.purpose.code,
                model=holding.label,
                heading=each.heading,
                facts=each.facts,
            )
            self.items.append((item, []))

    def _add_sum(self, holding, name, part, number, days):
        facts = [[_("Number"), str(number)]]
        if days:
            facts += [[_("First"), str(days[0])], [_("Last"), str(days[-1])]]
        item = Item(
            extract=self.extract,
            purpose=holding.purpose.code,
            model=holding.label,
            heading=name,
            parts=[part],
            facts=facts,
        )
        self.items.append((item, []))


class _Public(_Gatherer):
    """Records that were chosen by number or filter, with what belongs to them."""

    def __init__(self, extract):
        super().__init__(extract, Writer(known_to(), Letters(), is_public=True))

    def steps(self):
        return [(self._take_chosen, label, pk) for label, pk in self.extract.chosen]

    def _take_chosen(self, label, pk):
        model = apps.get_model(label)
        row = model._base_manager.filter(pk=pk).first()
        if row is not None:
            holding: Holding = holdings()[model]
            self.take(row, holding, parts=[])
            self._take_measures(row)

    def _take_measures(self, row):
        """What was decided because of it."""
        plan = getattr(row, "action_plan", None)
        if plan is not None:
            measures = plan.measures.order_by("due_on", "pk")
            for measure in measures:
                self.take(measure, holdings()[type(measure)], parts=[])


def _purposes():
    return list(dict.fromkeys(each.purpose.code for each in holdings().values()))
