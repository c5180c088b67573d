"""A statement finds what its queryset finds, and refuses what would not stay true."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.crowd import make, one_of_each, row
from wallet import clock
from wallet.rows import begun
from wallet.statements import Statement
from withdrawals.integrations.models import KeyUse
from withdrawals.models import CoinWithdrawal
from withdrawals.portal.counts import MOST_COUNTED, all_capped, bounded, held
from withdrawals.portal.flags import Flags, flags, marked
from withdrawals.portal.listed import Listed, listed, with_payers
from withdrawals.portal.tabs import TABS, Viewer
from withdrawals.states import Status

Requests = CoinWithdrawal.objects


def of_user(name):
    return Requests.of_user(name).order_by("id").values_list("pk", "created_at")


def since(moment):
    return Requests.filter(created_at__gt=moment).values_list("rupees_amount")


def by_ids(*ids):
    return Requests.filter(pk__in=ids).order_by("id").values_list("reference", "pk")


@pytest.mark.parametrize(
    ("query", "value"),
    [
        (of_user, lambda row: row.user_id),
        (of_user, lambda row: "'; -- %s"),
        (since, lambda row: row.created_at - timedelta(seconds=1)),
        (by_ids, lambda row: row.pk),
    ],
)
def test_it_finds_what_the_queryset_finds(db, query, value):
    given = value(one_of_each()[Status.COMPLETED])
    statement = Statement(query, type(given))
    for _ in range(2):
        assert statement.rows(given) == list(query(given))


def test_each_value_goes_where_its_mark_was(db):
    def between(low, high, name):
        rows = Requests.filter(user_id=name, coins_amount__range=(low, high))
        return rows.values_list("coins_amount")

    make(*(row(coins=each) for each in (100, 200, 300, 400)))
    statement, name = Statement(between, int, int, str), row().user_id
    assert sorted(each for (each,) in statement.rows(150, 350, name)) == [200, 300]
    assert sorted(each for (each,) in statement.rows(300, 900, name)) == [300, 400]


def test_it_is_written_once(db):
    asked = []

    def query(name):
        asked.append(name)
        return of_user(name)

    statement = Statement(query, str)
    for name in ("alice", "bob", "carol"):
        statement.rows(name)
    assert len(asked) == 2 and not {"alice", "bob", "carol"} & set(asked)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        (lambda name: of_user(name.upper() + "x"), str),
        (lambda number: Requests.all().values_list("pk")[:number], int),
        (lambda now: since(now - timedelta(hours=1)), datetime),
        (lambda _: since(clock.now()), str),
    ],
    ids=["changed", "in the text", "reckoned with", "the time"],
)
def test_what_would_not_stay_true_is_refused(db, query, kind):
    with pytest.raises(ValueError, match="depends on more than its values"):
        Statement(query, kind).sql("x")


def test_rows_become_the_models_that_django_makes(db):
    (kept,) = make(row())
    statement = Statement(lambda pk: Requests.filter(pk=pk), UUID)
    (found,) = statement.models(kept.pk)
    assert vars(found).keys() == vars(Requests.get()).keys()
    assert found == kept and found.created_at == kept.created_at
    assert not found._state.adding and statement.first(UUID(int=0)) is None


def test_what_they_are_annotated_with_stands_on_them(db):
    (kept,) = make(row())
    found = Statement(lambda pk: marked(Requests.filter(pk=pk)), UUID).first(kept.pk)
    theirs = marked(Requests.filter(pk=kept.pk)).get()
    assert found and vars(found) | {"_state": 0} == vars(theirs) | {"_state": 0}


def test_what_marks_a_row_is_read_with_it_or_found(db):
    (kept,) = make(row())
    (read,) = listed(Requests.filter(pk=kept.pk), has_marks=True)
    (itself,), (found,) = flags([Listed(*read)]), flags([kept])
    assert [getattr(itself, name) for name in Flags._fields] == [*found]


@pytest.mark.parametrize("status", Status)
def test_a_row_is_the_same_of_a_model_and_of_a_statement(db, status):
    (kept,) = make(row(status))
    (read,) = listed(Requests.filter(pk=kept.pk))
    (paid,) = listed(Requests.filter(pk=kept.pk), has_payers=True)
    assert Listed(*read) == Listed.of(Requests.get())
    assert Listed(*paid) == Listed.of(with_payers(Requests.all()).get())


@pytest.mark.parametrize("key", TABS)
@pytest.mark.parametrize("named", [0, 1, 3])
def test_tabs_are_counted_as_they_are_listed(db, key, named):
    made = one_of_each()
    make(row(Status.PROCESSING, started_by="rita"))
    viewer = Viewer("rita")
    viewer.named_in = [row.pk for row in made.values()][:named]
    listed = TABS[key].of(viewer)
    lists = {"kept": held(TABS[key], viewer), "asked": bounded(listed)}
    assert all_capped(lists) == dict.fromkeys(lists, listed.count())
    assert listed.count() <= MOST_COUNTED


@pytest.mark.parametrize("model", [CoinWithdrawal, KeyUse])
def test_a_row_begins_as_django_begins_it(model):
    named = {"id": UUID(int=1), "created_at": clock.now()}
    ours, theirs = begun(model, **named), model(**named)
    assert ours._state.adding and ours._state.db is None
    assert vars(ours) | {"_state": 0} == vars(theirs) | {"_state": 0}
