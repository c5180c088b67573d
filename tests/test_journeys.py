"""Several statements in one journey find what each finds by itself."""

from uuid import UUID

import pytest
from django.contrib.auth.models import User

from tests.crowd import make, row
from wallet.journeys import beside, together
from wallet.statements import Statement
from withdrawals.models import CoinWithdrawal
from withdrawals.portal import staff_settings
from withdrawals.portal.models import SavedView, StaffSettings

VIEWS = Statement(lambda pk: SavedView.objects.filter(owner=pk).order_by("name"), int)
PEOPLE = Statement(lambda name: User.objects.filter(username=name), str)
TIMES = Statement(
    lambda pk: CoinWithdrawal.objects.filter(pk=pk).values_list(
        "id", "created_at", "completed_at", "is_test", "rupees_amount"
    ),
    UUID,
)


@pytest.fixture
def asked(rita):
    for name in ('b "\\', "a", "c %s ₹"):
        SavedView.objects.create(owner=rita, name=name, query="tab=all")
    StaffSettings.objects.create(user=rita, columns=["reference", "coins"])
    (kept,) = make(row())
    return [
        (VIEWS, rita.pk),
        (staff_settings.KEPT, rita.pk),
        (PEOPLE, "rita"),
        (PEOPLE, "nobody"),
        (TIMES, kept.pk),
    ]


def test_together_they_find_what_each_finds(asked):
    for _ in range(4):  # the server plans it anew at first
        assert together(*asked) == [each.rows(value) for each, value in asked]


def test_an_amount_keeps_its_places(db):
    (kept,) = make(row())
    ((found,),) = together((TIMES, kept.pk))
    assert str(found[-1]) == "50.00"


def test_figures_stand_beside_the_rows(asked, django_assert_num_queries):
    figures = "(SELECT 7), (SELECT %s)", ["all"]
    for statement, value in asked:
        rows = statement.rows(value)
        with django_assert_num_queries(1):
            found = beside(statement, [value], figures)
        assert found == (rows, (7, "all") if rows else ())


def test_it_is_one_journey(asked, django_assert_num_queries):
    with django_assert_num_queries(1):
        together(*asked)
