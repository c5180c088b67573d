"""What people type is kept as they meant it, or refused."""

from uuid import uuid4

import pytest

from tests.everything import nothing_changes
from withdrawals.actors import Actor
from withdrawals.exceptions import InvalidText, NotAllowed, Stale, WithdrawalNotFound
from withdrawals.notes import add_note, edit_message
from withdrawals.texts import clean_text

FOREIGN = "👨‍👩‍👧 <script>alert(1)</script> {{ x }} '; DROP"
KEPT = {
    "  Account closed \r\n": "Account closed",
    "one\r\ntwo\rthree\n\nfour": "one\ntwo\nthree\n\nfour",
    "a\tb": "a\tb",
    "खाता बंद है": "खाता बंद है",
    FOREIGN: FOREIGN,
    "=cmd()": "=cmd()",
    "x" * 20: "x" * 20,
}


@pytest.mark.parametrize("text", KEPT)
def test_a_text_is_trimmed_and_otherwise_kept(text):
    assert clean_text(text, "note", most=60) == KEPT[text]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is required"),
        (" \n\t ", "is required"),
        ("\u200b\u2060", "is required"),
        ("x" * 21, "has more than 20 characters"),
        ("a\0b", "holds a control character"),
        ("a\x1b[31mb", "holds a control character"),
        ("a\ud800b", "holds a control character"),
    ],
    ids=ascii,
)
def test_a_text_that_cannot_be_kept_is_refused(text, problem):
    with pytest.raises(InvalidText) as error:
        clean_text(text, "note", most=20)
    assert (error.value.field, error.value.problem) == ("note", problem)


def test_an_optional_text_may_be_empty():
    assert clean_text("  ", "note", most=20, required=False) == ""


@pytest.mark.parametrize("person", ["rita", "pavan", "meera", "ada"])
def test_reviewers_and_payers_write_notes(pending, request, person):
    actor = Actor.staff(request.getfixturevalue(person))
    note = add_note(pending.id, " Called the user. ", actor=actor)
    assert (note.kind, note.text) == ("internal", "Called the user.")
    assert (note.actor_kind, note.actor) == ("staff", person)
    pending.refresh_from_db()
    assert pending.admin_notes == "Awaiting admin approval"


def test_a_message_replaces_what_the_user_reads_and_is_remembered(pending, meera):
    actor = Actor.staff(meera)
    edit_message(pending.id, "First.", actor=actor)
    edit_message(pending.id, "Second.", actor=actor, version=2)
    pending.refresh_from_db()
    assert (pending.admin_notes, pending.version) == ("Second.", 3)
    written = pending.notes.order_by("created_at", "id").values_list("kind", "text")
    assert list(written) == [("message", "First."), ("message", "Second.")]


def test_two_editors_do_not_overwrite_each_other(pending, rita, pavan):
    edit_message(pending.id, "Rita's.", actor=Actor.staff(rita), version=1)
    with nothing_changes(), pytest.raises(Stale):
        edit_message(pending.id, "Pavan's.", actor=Actor.staff(pavan), version=1)


@pytest.mark.parametrize("write", [add_note, edit_message])
@pytest.mark.parametrize("who", ["asha", "alice", "app"])
def test_others_write_nothing(pending, asha, write, who):
    actors = {"asha": Actor.staff(asha), "alice": Actor.user("alice")}
    with nothing_changes(), pytest.raises(NotAllowed):
        write(pending.id, "Hello", actor=actors.get(who, Actor.app("server")))


@pytest.mark.parametrize("write", [add_note, edit_message])
def test_nothing_is_written_on_nothing(pending, meera, write):
    with nothing_changes(), pytest.raises(WithdrawalNotFound):
        write(uuid4(), "Hello", actor=Actor.staff(meera))
    with nothing_changes(), pytest.raises(InvalidText):
        write(pending.id, " ", actor=Actor.staff(meera))
