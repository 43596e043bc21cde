from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from openpyxl import Workbook

from organisation import roles
from organisation.models import Role
from reorganisation.importing import running
from reorganisation.models import OrganisationImport
from sam.dates import today
from tests.factories import UserFactory
from tests.reorganisation.factories import carry_out


@pytest.fixture
def administrator(municipality):
    user = UserFactory(name="Administrator", unit=municipality)
    roles.appoint(user, Role.ADMINISTRATOR, municipality)
    return user


@pytest.fixture
def read(administrator):
    """A file of the rows, read in."""

    def read(*, units=(), people=(), name="hr.xlsx"):
        book = Workbook()
        for title, rows in [("Enheter", units), ("Personal", people)]:
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        content = BytesIO()
        book.save(content)
        started = OrganisationImport.objects.create(by=administrator, name=name)
        started.sheets.create(name=name, file=ContentFile(content.getvalue(), name="a"))
        running.go_on(started, language="en")
        started.refresh_from_db()
        return started

    return read


@pytest.fixture
def checked(read):
    def checked(*, units=(), people=(), on=None, **settings):
        started = read(units=units, people=people)
        started.move_to("checking", on=on or today(), **settings)
        running.go_on(started, language="en")
        started.refresh_from_db()
        return started

    return checked


@pytest.fixture
def taken_in(checked):
    return lambda **how: carry_out(checked(**how))
