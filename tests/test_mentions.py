"""@name in an internal note: the colleague finds the request in Mine."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import staff
from tests.crowd import make, row
from tests.queue_page import count_on, html, ids, shown, words
from tests.test_queue_scale import plan
from withdrawals import mentions, notes, transitions
from withdrawals.actors import Actor
from withdrawals.exceptions import InvalidText
from withdrawals.models import CoinWithdrawal, Mention
from withdrawals.portal.flags import flags
from withdrawals.states import Status

PENDING, PROCESSING, COMPLETED, FAILED, CANCELLED = Status
MINE = "/portal/?tab=mine"


@pytest.fixture
def write(pending, rita):
    """rita writes a note on alice's request."""
    return lambda text: notes.add_note(pending.id, text, actor=Actor.staff(rita))


def named():
    return sorted(Mention.objects.values_list("name", flat=True))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@pavan look", ["pavan"]),
        ("Ask (@pavan), or @asha.", ["asha", "pavan"]),
        ("@pavan @pavan\n@pavan", ["pavan"]),
        ("@rita is me, @alice no staff, @nobody unknown", []),
        ("@clerk may see nothing, @gone left", []),
        ("pavan@ybl and a.pavan@pavan are UPI IDs", []),
        ("@ and @@ and @-", []),
        ("@" * 1000 + "pavan", []),
    ],
)
def test_who_is_named(write, pavan, asha, text, names):
    staff("clerk")
    gone = staff("gone", "Payers")
    gone.is_active = False
    gone.save()
    write(text)
    assert named() == names


def test_a_crowd_is_not_called(write):
    crowd = [staff(f"payer{number:02}", "Payers").username for number in range(30)]
    write(" ".join(f"@{name}" for name in crowd))
    assert len(named()) <= mentions.MOST


def test_note_that_is_refused_names_nobody(write, pavan):
    with pytest.raises(InvalidText):
        write("@pavan" + "x" * 2000)
    assert named() == []


def test_mine_shows_and_marks_it(client, write, pavan, pending):
    make(row(minutes=5))
    write("@pavan is this the same phone?")
    client.force_login(pavan)
    page = client.get(MINE)
    assert shown(page) == ids(pending) and count_on(page, "mine") == "1"
    assert "mentioned" in html(page)
    pane = words(client.get(f"/portal/requests/{pending.id}/"))
    assert "rita mentioned you: @pavan is this the same phone?" in pane


def test_mine_has_what_i_started_and_what_names_me(client, request_in, meera, rita):
    started, other = request_in(PROCESSING), request_in(COMPLETED)
    notes.add_note(other.id, "@meera why?", actor=Actor.staff(rita))
    client.force_login(meera)
    assert sorted(shown(client.get(MINE))) == sorted(ids(started, other))


def test_who_is_not_named_sees_no_mark(client, write, pavan, asha):
    write("@pavan look")
    client.force_login(asha)
    assert shown(client.get(MINE)) == []
    assert "mentioned" not in html(client.get("/portal/"))


ENDS = {
    "dismissed": lambda person, asked: mentions.end(asked.id, Actor.staff(person)),
    "answered": lambda person, asked: notes.add_note(
        asked.id, "Yes", actor=Actor.staff(person)
    ),
    "acted": lambda person, asked: transitions.start(
        asked.id, actor=Actor.staff(person)
    ),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_it_ends_when_the_named_person(write, pending, meera, pavan, end):
    write("@meera @pavan look")
    end(meera, pending)
    assert mentions.to_see("meera") == []
    assert mentions.to_see("pavan") == [pending.id]


def test_what_others_do_ends_nothing(write, pending, pavan, meera):
    write("@pavan look")
    transitions.start(pending.id, actor=Actor.staff(meera))
    assert mentions.to_see("pavan") == [pending.id]


def test_user_of_the_same_name_ends_nothing(write, pending):
    Mention.objects.create(note=write("x"), withdrawal=pending, name="alice")
    transitions.cancel(pending.id, actor=Actor.user("alice"))
    assert mentions.to_see("alice") == [pending.id]


def test_button_dismisses(client, write, pavan, pending):
    write("@pavan look")
    client.force_login(pavan)
    client.post(f"/portal/requests/{pending.id}/seen/")
    assert shown(client.get(MINE)) == []
    assert "mentioned you" not in words(client.get(f"/portal/requests/{pending.id}/"))


def test_masked_reader_reads_no_upi_id_in_it(client, write, asha, pending):
    write("@asha is bob@okhdfcbank his brother?")
    client.force_login(asha)
    page = html(client.get(f"/portal/requests/{pending.id}/"))
    assert "b***@okhdfcbank" in page and "bob@okhdfcbank" not in page


def test_mine_enters_indexes(write, pavan, pending):
    write("@pavan look")
    make(*(row(COMPLETED, minutes=each) for each in range(3000)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with CaptureQueriesContext(connection) as queries:
        found = mentions.to_see("pavan")
        list(
            CoinWithdrawal.objects.live()
            .mine("pavan", found)
            .order_by("created_at")[:26]
        )
    plans = [plan(each["sql"]) for each in queries]
    assert not [each for each in plans if "Seq Scan on withdrawals_coin" in each], plans


def test_flags_of_a_page_are_one_query(db, django_assert_num_queries):
    fresh, known, shared = make(
        row(upi_id="new@ybl"), row(upi_id="paid@ybl"), row(upi_id="both@ybl")
    )
    make(row(COMPLETED, upi_id="paid@ybl"), row(FAILED, upi_id="both@ybl", user_id="b"))
    done = make(row(COMPLETED, upi_id="done@ybl"))
    with django_assert_num_queries(1):
        marks = flags([fresh, known, shared, *done])
    assert [(not each.was_paid, each.is_shared) for each in marks] == [
        (True, False),
        (False, False),
        (True, True),
        (False, False),
    ]


def test_list_says_so_in_words(client, rita, db):
    make(row(user_id="<b>bob", upi_id="both@ybl"), row(upi_id="both@ybl"))
    client.force_login(rita)
    assert "both@ybl new UPI ID shared UPI ID" in words(client.get("/portal/"))
