import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.urls")]


def test_style_page_shows_every_part(client):
    response = client.get(reverse("style:page"))

    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert page.select("ds-error-summary") == []
    assert len(page.select("svg.chart")) == 4
