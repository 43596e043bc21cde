from django.contrib.auth.backends import BaseBackend

from organisation.permissions import UnitPermission, granted_units


class UnitPermissionBackend(BaseBackend):
    """Answer `user.has_perm("organisation.<permission>", obj)` from the unit tree.

    `obj` is a unit or anything with a `unit`; one that has more to say about who may do
    what with it answers itself in `grants_to`. Without an object the answer is whether
    the person holds the permission anywhere.
    """

    def has_perm(self, user_obj, perm, obj=None):
        app_label, _dot, permission = perm.partition(".")
        if app_label != "organisation" or permission not in UnitPermission:
            return False
        if hasattr(obj, "grants_to"):
            return user_obj.is_active and obj.grants_to(user_obj, permission)
        granted = granted_units(user_obj, permission)
        if obj is None:
            return bool(granted.units)
        return granted.reaches(getattr(obj, "unit", obj), permission)
