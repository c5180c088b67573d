"""One kind of value, one verdict, whatever the door it is brought to."""

from itertools import groupby

import pytest

from tests.corpus import cells, names, targets, values
from tests.corpus.values import Verdicts
from tests.doors import verdicts
from tests.doors.admin import AdminDoors
from tests.doors.files import FileDoors
from tests.doors.rows import Rows, rows
from tests.doors.server import ServerDoors
from tests.doors.staff import PortalDoors
from tests.doors.users import UserDoors
from wallet.models import CoinTransaction
from withdrawals.models import StatusChange

VERDICTS = {
    "amount": values.AMOUNTS,
    "UPI ID": values.UPI_IDS,
    "reason": values.REASONS,
    "note": values.NOTES,
    "UTR": values.UTRS,
    "user id": names.USER_IDS,
    "version": names.VERSIONS,
    "token": names.TOKENS,
    "handle": names.HANDLES,
    "bank": names.PROVIDERS,
    "coins of a file": cells.AMOUNTS,
    "coins of a credit": cells.NUMBERS,
    "text of a credit": cells.TEXTS,
    "address of a webhook": targets.TARGETS,
}
DOORS = {
    "amount": "server.amount server.link_amount user.form_amount user.check_amount",
    "UPI ID": "server.upi_id server.link_upi_id user.form_upi_id user.check_upi_id",
    "reason": "server.reason portal.fail_reason portal.release_reason "
    "portal.reverse_reason admin.reason",
    "note": "portal.note portal.message",
    "UTR": "portal.utr admin.utr",
    "user id": "server.user_id server.user_id_of_history server.user_id_of_details "
    "server.user_id_of_cancel server.link_user_id server.credit_user_id "
    "server.item_user_id server.user_id_of_balance server.user_id_of_movements "
    "file.user_id",
    "version": "portal.version_of_start portal.version_of_fail "
    "portal.version_of_message portal.version_of_complete portal.version_of_release "
    "portal.version_of_reverse admin.version_of_fail admin.version_of_complete",
    "token": "user.form_token user.check_token",
    "handle": "admin.handle",
    "bank": "admin.provider",
    "coins of a file": "file.amount",
    "coins of a credit": "server.credit_amount server.item_amount",
    "text of a credit": "server.credit_reason server.credit_reference "
    "server.item_reason server.item_reference file.reason file.reference",
    "address of a webhook": "server.webhook_url",
}
IDS = [
    *("server.id_of_details", "server.id_of_cancel", "user.id_of_status"),
    *("user.id_of_cancel", "user.id_of_cancelling", "user.id_of_history"),
    *("portal.id_of_page", "portal.id_of_note", "portal.id_of_start"),
    *("portal.id_that_is_open", "admin.id_of_page", "admin.id_that_is_selected"),
]


@pytest.fixture
def found(alice, bob, meera) -> Rows:
    return rows(meera)


@pytest.fixture
def door(found, api, alice, meera, ada, tmp_path):
    """A door by its name: "server.amount"."""
    houses = {
        "server": ServerDoors(api, found),
        "user": UserDoors(alice, found),
        "portal": PortalDoors(meera, found),
        "admin": AdminDoors(ada, found),
        "file": FileDoors(tmp_path / "coins.csv"),
    }

    def named(name: str):
        house, _, method = name.partition(".")
        return getattr(houses[house], method)

    return named


def _shared_out() -> dict[tuple[str, str], Verdicts]:
    """Each kind whole to each face, whose doors share the items among them."""
    shares = {}
    for kind, doors in DOORS.items():
        for _, of_face in groupby(doors.split(), lambda name: name.partition(".")[0]):
            names = list(of_face)
            for number, name in enumerate(names):
                items = list(VERDICTS[kind].items())[number :: len(names)]
                shares[kind, name] = dict(items)
    return shares


SHARES = _shared_out()


@pytest.mark.parametrize(("kind", "name"), SHARES)
def test_every_door_gives_the_same_verdict(door, kind, name):
    expected = SHARES[kind, name]
    given = verdicts(door(name), expected)
    assert {text: said for text, said in given.items() if said != expected[text]} == {}


@pytest.mark.parametrize("name", IDS)
def test_every_door_finds_a_request_by_its_one_id(door, found, name):
    others = [
        str(StatusChange.objects.earliest("id").id),
        str(CoinTransaction.objects.earliest("id").id),
    ]
    expected = names.request_ids(str(found.pending.id), others)
    given = verdicts(door(name), expected)
    assert {text: said for text, said in given.items() if said != expected[text]} == {}


@pytest.mark.parametrize("name", [each for each in IDS if each.startswith("user.")])
def test_to_another_user_a_request_is_not_there(door, found, name):
    assert verdicts(door(name), [str(found.bobs.id)]) == {str(found.bobs.id): None}


@pytest.mark.parametrize("name", [each for each in IDS if "admin" not in each])
def test_a_request_has_one_spelling_of_its_id(door, found, name):
    others = names.spellings(str(found.pending.id))
    assert verdicts(door(name), others) == dict.fromkeys(others)


def test_the_corpus_is_large():
    assert sum(map(len, SHARES.values())) > 2000
