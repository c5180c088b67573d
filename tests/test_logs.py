"""What the log tells of a day: everything but a UPI ID."""

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import include, path

from project import urls as project_urls
from project.logs import LineFormatter, LogFile
from tests.api import NOBODY
from tests.conftest import submitted
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.models import CoinWithdrawal

NAME = "zoe.secret"
UPI_ID = f"{NAME}@ybl"
TYPED = quote(UPI_ID, safe="")
UNKNOWN = f"{NAME}@nowhere"
LIST = "/admin/withdrawals/coinwithdrawal/"


def broken(request):
    raise RuntimeError(f"Key (upi_id)=({UPI_ID}) is broken")


urlpatterns = [
    path("broken/", broken),
    path("api/broken/", broken),
    path("", include(project_urls)),
]
handler403, handler500 = project_urls.handler403, project_urls.handler500


@pytest.fixture
def log(settings):
    """What is written to the log file from here on."""
    settings.ROOT_URLCONF = "tests.test_logs"
    file = Path(settings.LOG_DIR) / "django.log"
    start = file.stat().st_size if file.exists() else 0
    return lambda: file.read_bytes()[start:].decode()


@pytest.fixture
def browse():
    """A browser of a person, that shows a page for what breaks."""

    def browse(person=None):
        client = Client(raise_request_exception=False)
        if person:
            client.force_login(person)
        return client

    return browse


def of_the_app(api, browse):
    """The app's server: good calls, bad ones, and addresses that tell."""
    assert api.withdraw(upi_id=UPI_ID).status_code == 201
    api.withdraw(upi_id=UPI_ID, headers={"Idempotency-Key": "once"})
    api.withdraw(upi_id=UPI_ID, amount=200, headers={"Idempotency-Key": "once"})
    api.withdraw(upi_id=UPI_ID, amount=10**6)
    api.withdraw(upi_id=UPI_ID, amount="x")
    for bad in (UNKNOWN, f"{UPI_ID}\0", f"{UPI_ID} ", f"{UPI_ID}.com"):
        api.withdraw(upi_id=bad)
    api.post("/api/razorpay/withdraw/", f'{{"upi_id": "{UPI_ID}"'.encode())
    api.history(user_id=UPI_ID)
    api.history(user_id="alice", status=UPI_ID)
    api.details(withdrawal_id=UPI_ID)
    api.cancel(NOBODY, reason=f"Not to {UPI_ID}")
    api.client.get(f"/api/{UPI_ID}?upi_id={TYPED}")
    api.client.get(f"/api/broken/?upi_id={TYPED}")


def of_alice(alice, browse):
    """The form: right, wrong, checked, sent, cancelled."""
    client = browse(alice)
    for typed in (UPI_ID, UNKNOWN, f"{UPI_ID}!!"):
        sent = {"coins": "100", "upi_id": typed, "token": str(uuid4())}
        client.post("/withdraw/", sent)
        client.post("/withdraw/check/", sent)
    mine = CoinWithdrawal.objects.of_user("alice").to_review()[0]
    client.post(f"/withdraw/{mine.id}/cancel/")
    client.get(f"/withdraw/history/?before={TYPED}")


def of_staff(meera, asha, ada, browse):
    """The portal and the admin: moves, refusals, searches, a reveal."""
    text = f"The bank knows no {UPI_ID}"
    requests = [submitted(coins=100) for _ in range(3)]
    for viewer in (meera, asha, ada):
        client = browse(viewer)
        for each, typed in zip(
            requests,
            ({"reason": "Other", "detail": text}, {"note": text}, {"message": text}),
            strict=True,
        ):
            act = {"reason": "fail", "note": "note", "message": "message"}
            name = act[next(iter(typed))]
            url = f"/portal/requests/{each.id}/{name}/?q={TYPED}"
            client.post(url, typed | {"version": each.version})
        client.post(f"/portal/requests/{requests[1].id}/reveal/")
        client.post(f"/portal/requests/{requests[1].id}/start/", {"version": UPI_ID})
        client.get(f"/portal/?tab=all&q={TYPED}&upi_id={TYPED}&least={TYPED}")
        client.get(f"/portal/users/?user_id={TYPED}")
        client.get(f"/portal/audit/?actor={TYPED}&day={TYPED}")
        client.get(f"{LIST}?q={TYPED}")
        client.get(f"{LIST}?upi_id__startswith={TYPED}")
        client.get(f"{LIST}?nonsense={TYPED}")
        client.get(f"{LIST}{TYPED}/change/")
        client.post("/admin/withdrawals/upihandle/add/", {"handle": UPI_ID})


def of_strangers(browse):
    """No page, no token, no host, no luck."""
    client = browse()
    client.get(f"/nowhere/{UPI_ID}/?upi_id={TYPED}")
    client.get(f"/portal/?upi_id={TYPED}")
    client.get(f"/accounts/login/?next=/portal/%3Fq%3D{quote(TYPED)}")
    client.post("/accounts/login/", {"username": UPI_ID, "password": UPI_ID})
    client.get(f"/broken/?upi_id={TYPED}")
    client.get("/withdraw/", headers={"host": UPI_ID})
    Client(enforce_csrf_checks=True).post(f"/withdraw/?upi_id={TYPED}")


def test_no_journey_leaves_a_upi_id_in_the_log(
    log, browse, api, alice, meera, asha, ada, tmp_path
):
    of_the_app(api, browse)
    of_alice(alice, browse)
    of_staff(meera, asha, ada, browse)
    of_strangers(browse)
    paid = transitions.start(submitted(coins=100).id, actor=Actor.staff(meera))
    transitions.complete(
        paid.withdrawal.id, utr="512345678901", actor=Actor.staff(meera)
    )
    file = tmp_path / "coins.csv"
    file.write_text(f"user_id,amount,reason,reference\nalice,1,{UPI_ID},{UPI_ID}\n")
    call_command("import_coins", str(file), verbosity=0)
    told = log()
    assert [line for line in told.splitlines() if NAME in line] == []
    for word in ("[WITHDRAW]", "zo***@ybl", "is broken", "Traceback", "Not Found"):
        assert word in told, word


def test_every_handler_writes_through_the_mask():
    loggers = [
        logging.getLogger(),
        *map(logging.getLogger, ("django", "django.server")),
    ]
    ours = [each for logger in loggers for each in logger.handlers]
    written = [each for each in ours if type(each).__module__ != "_pytest.logging"]
    assert written
    assert all(isinstance(each.formatter, LineFormatter) for each in written)


def test_request_line_is_masked_too():
    """As the server that `runserver` starts writes it."""
    line = f"GET /portal/?upi_id={TYPED} HTTP/1.1"
    record = logging.makeLogRecord({"msg": '"%s" %s', "args": (line, 200)})
    assert LineFormatter().format(record) == (
        '"GET /portal/?upi_id=zo***%40ybl HTTP/1.1" 200'
    )


def test_answer_of_a_mistake_tells_no_upi_id(log, browse):
    page = browse().get(f"/broken/?upi_id={TYPED}")
    assert page.status_code == 500
    assert NAME not in page.content.decode()


def test_no_line_of_several_processes_is_lost_where_the_file_turns_over(tmp_path):
    def write(name):
        """With a file of its own, as a process has."""
        file = LogFile(str(tmp_path / "a.log"), maxBytes=5000, backupCount=200)
        for number in range(1000):
            told = f"{name} {number} {'x' * (number % 90)}"
            file.handle(logging.makeLogRecord({"msg": told}))
        file.close()

    with ThreadPoolExecutor(4) as processes:
        list(processes.map(write, "abcd"))
    files = list(tmp_path.glob("a.log*"))
    lines = [line.split(" ") for f in files for line in f.read_text().splitlines()]
    assert len(files) > 20
    assert sorted(lines) == sorted(
        [name, str(number), "x" * (number % 90)]
        for name in "abcd"
        for number in range(1000)
    )


def test_log_goes_on_where_its_file_was_taken_away(tmp_path):
    place = tmp_path / "a.log"
    file = LogFile(str(place), maxBytes=5000, backupCount=2)
    for told in ("one", "two \udc80"):
        file.handle(logging.makeLogRecord({"msg": told}))
        assert place.read_text().startswith(told[:3])
        place.unlink()
    file.close()
