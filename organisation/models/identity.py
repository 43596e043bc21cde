"""People whose identity is protected: the account has no name, whoever reads it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from organisation.models.appointments import Appointment, Role
from organisation.models.units import COLLATION, IsAnyOf
from ui.persons import PROTECTED

# An account's address when its own is kept apart; no mail gets there.
NOWHERE = "protected.invalid"

_MANAGERS = (Role.MANAGER, Role.HEAD)
_DEPUTISING = (*_MANAGERS, Role.SUBSTITUTE)


class KeptApart(pgtrigger.Trigger):
    """Whatever writes the account of a protected person: name, telephone and e-mail end
    in `Identity`, and nothing of them stays in the account.

    What is written there later is the person's new name or address; what is written back
    unchanged changes nothing. When the protection ends, all of it returns.
    """

    name = "kept_apart"
    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.UpdateOf(
        "is_protected", "name", "phone", "email"
    )

    def get_func(self, model):
        return f"""
            IF EXISTS (
                SELECT FROM organisation_identity
                WHERE email = NEW.email AND user_id <> NEW.id
            ) OR NEW.is_protected AND EXISTS (
                SELECT FROM organisation_user WHERE email = NEW.email AND id <> NEW.id
            ) THEN
                RAISE EXCEPTION 'Another person has the address.'
                USING ERRCODE = 'unique_violation';
            END IF;
            IF NEW.is_protected AND TG_OP = 'UPDATE' AND OLD.is_protected THEN
                UPDATE organisation_identity SET
                    name = CASE WHEN NEW.name = OLD.name THEN name ELSE NEW.name END,
                    phone = CASE WHEN NEW.phone = '' THEN phone ELSE NEW.phone END,
                    email = CASE WHEN NEW.email = OLD.email THEN email ELSE NEW.email END
                WHERE user_id = NEW.id;
            ELSIF NEW.is_protected THEN
                IF NEW.name = '{PROTECTED}' THEN
                    RAISE EXCEPTION 'Read the person anew.' USING ERRCODE = 'check_violation';
                END IF;
                INSERT INTO organisation_identity (user_id, name, phone, email)
                VALUES (NEW.id, NEW.name, NEW.phone, NEW.email);
            ELSIF TG_OP = 'UPDATE' AND OLD.is_protected THEN
                WITH kept AS (
                    DELETE FROM organisation_identity WHERE user_id = NEW.id RETURNING *
                )
                SELECT kept.name, kept.phone, kept.email
                INTO NEW.name, NEW.phone, NEW.email FROM kept;
            END IF;
            IF NEW.is_protected THEN
                NEW.name := '{PROTECTED}';
                NEW.phone := '';
                NEW.email := NEW.id || '@{NOWHERE}';
            END IF;
            RETURN NEW;
        """  # noqa: S608 -- all of it is written here


class IdentityQuerySet(models.QuerySet):
    def seen_by(self, reader):
        """Of the reader, of those in the reader's unit, and of those whom the reader
        manages or stands in for as the nearest; of nobody for who has not logged in.
        """
        if reader is None or not reader.is_active:
            return self.none()
        managed = Appointment.objects.in_force().filter(
            user=reader, role__in=_DEPUTISING
        )
        nearest = Appointment.objects.in_force().filter(
            IsAnyOf("unit", OuterRef("user__unit__lineage")),
            role__in=_MANAGERS,
            user__is_active=True,
            unit__closed_on=None,
        )
        here = Q(user__unit=reader.unit_id) if reader.unit_id else Q()
        return self.alias(
            answers=Subquery(nearest.order_by("-unit__lineage__len").values("unit")[:1])
        ).filter(
            Q(user=reader)
            | here
            | Q(user__unit__in=managed.values("unit"))
            | Q(answers__in=managed.values("unit"))
        )


class Identity(models.Model):
    """What a protected person is called and where they are reached; a trigger writes it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="identity",
    )
    name = models.CharField(_("name"), max_length=200, db_collation=COLLATION)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), unique=True)

    objects = IdentityQuerySet.as_manager()

    class Meta:
        verbose_name = _("protected identity")
        verbose_name_plural = _("protected identities")

    def __str__(self):
        return str(self.pk)
