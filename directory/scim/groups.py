"""A group as the directory sees it."""

from uuid import UUID

from django.db.models import Q

from directory import belonging
from directory.models import Call, Group
from directory.scim.errors import bad_value, taken
from directory.scim.filters import nothing
from directory.scim.patching import words
from directory.scim.people import people

SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Group"
# So many are told of one; a directory asks for members by filter.
_MOST = 5_000


def _uuid(value):
    try:
        return UUID(str(value))
    except ValueError:
        return None


def _by_id(value):
    return Q(pk=_uuid(value)) if _uuid(value) else nothing()


def _by_member(value):
    return Q(members=_uuid(value)) if _uuid(value) else nothing()


LOOKUPS = {
    "id": _by_id,
    "displayname": lambda value: Q(name=str(value)),
    "externalid": lambda value: Q(external_id=str(value)),
    "members": _by_member,
    "members.value": _by_member,
}


def as_json(group, *, with_members=True):
    content = {
        "schemas": [SCHEMA],
        "id": str(group.pk),
        "displayName": group.name,
        "meta": {"resourceType": "Group", "created": group.created_at.isoformat()},
    }
    if group.external_id:
        content["externalId"] = group.external_id
    if with_members:
        members = group.members.order_by("pk").values_list("pk", flat=True)
        content["members"] = [{"value": str(pk)} for pk in members[:_MOST]]
    return content


def create(changes):
    """(the group, Call.Did, changes, remarks)."""
    group = Group(name=_name_in(changes))
    if not group.name:
        raise bad_value("The displayName is missing.")
    if Group.objects.filter(name=group.name).exists():
        raise taken("There is a group with that displayName.")
    group.save(force_insert=True)
    return group, Call.Did.CREATED, *change(group, changes)[2:]


def change(group, changes):
    """(the group, Call.Did, changes, remarks)."""
    told, left_out, touched = [], set(), set()
    for act, attribute, value in changes:
        if attribute == "displayname":
            told += _renamed(group, words(value))
        elif attribute == "externalid":
            group.external_id = words(value)[:100]
            group.save(update_fields=["external_id"])
        elif attribute == "members":
            difference, people_of_it = _membership(group, act, value)
            told += difference
            touched |= people_of_it
        elif attribute not in ("schemas", "id", "meta"):
            left_out.add(attribute)
    belonging.follow_groups(touched)
    did = Call.Did.CHANGED if told else Call.Did.NOTHING
    return group, did, told, [f"Left out: {each}" for each in sorted(left_out)]


def remove(group):
    touched = set(group.members.values_list("pk", flat=True))
    group.delete()
    belonging.follow_groups(touched)


def _name_in(changes):
    found = [value for _act, attribute, value in changes if attribute == "displayname"]
    return words(found[-1])[:200] if found else ""


def _renamed(group, name):
    if not name or name == group.name:
        return []
    if Group.objects.filter(name=name).exists():
        raise taken("There is a group with that displayName.")
    before, group.name = group.name, name[:200]
    group.save(update_fields=["name"])
    return [["name", before, group.name]]


def _membership(group, act, value):
    """([what, before, after], ids of those whom it concerns)."""
    named = {_uuid(each.get("value")) for each in value or [] if isinstance(each, dict)}
    named = set(people().filter(pk__in=named - {None}).values_list("pk", flat=True))
    held = set(group.members.values_list("pk", flat=True))
    if act == "add":
        wanted = held | named
    elif act == "remove":
        # Without saying whom: all.
        wanted = held - named if value else set()
    else:
        wanted = named
    if wanted == held:
        return [], set()
    group.members.add(*(wanted - held))
    group.members.remove(*(held - wanted))
    return [["members", str(len(held)), str(len(wanted))]], wanted ^ held
