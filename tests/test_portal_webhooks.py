"""Admins set webhooks up, see what was sent, and send it again; jobs likewise."""

from typing import Any

import pytest
from django.test import Client

from outbox.models import Job, JobState
from tests.api import MAKER
from tests.conftest import submitted
from tests.everything import nothing_changes
from tests.receiver import answers, receiving
from tests.test_web import text_of
from tests.test_webhooks import ALL, made, make_due, run
from withdrawals.integrations import keys
from withdrawals.integrations.models import App
from withdrawals.models import AuditEntry
from withdrawals.notifications import endpoints
from withdrawals.notifications.models import Cause, Endpoint, Message

PAGE = "/portal/webhooks/"
FORM: dict[str, Any] = {
    "app": "shop",
    "mode": "test",
    "url": "https://shop.example.com/hooks?token=abc",
    "events": ["withdrawal.failed", "withdrawal.completed"],
}


@pytest.fixture
def shop(db, settings) -> App:
    settings.WEBHOOK_LOOPBACK = True
    return keys.create_app("shop", "Rewards shop", actor=MAKER)


@pytest.fixture
def admin(ada, client: Client) -> Client:
    client.force_login(ada)
    return client


@pytest.fixture
def hook(shop) -> Endpoint:
    return made(shop, "https://shop.example.com/hooks").endpoint


def post(admin: Client, address: str, **form: Any) -> str:
    said: str = text_of(admin.post(address, form, follow=True))
    return said


def test_an_admin_makes_a_webhook_and_sees_its_secret_once(admin, shop):
    said = admin.post(f"{PAGE}new/", FORM).content.decode()
    endpoint = Endpoint.objects.get()
    assert (endpoint.app, endpoint.is_test) == (shop, True)
    assert endpoint.events == ["withdrawal.completed", "withdrawal.failed"]
    assert "whsec_" in said
    for page in (PAGE, f"{PAGE}{endpoint.pk}/"):
        shown = admin.get(page)
        assert "whsec_" not in shown.content.decode()
    assert AuditEntry.objects.get(act="webhook_created").actor == "ada"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"url": "http://example.com/"}, "The address must begin with https://"),
        ({"url": ""}, "Type the address"),
        ({"events": []}, "Choose one event or more."),
        ({"app": "nobody"}, "Select a valid choice"),
        ({"mode": "both"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(admin, shop, wrong, says):
    with nothing_changes():
        response = admin.post(f"{PAGE}new/", FORM | wrong)
    assert response.status_code == 422
    assert says in text_of(response)
    assert "token=abc" in response.content.decode() or "url" in wrong


def test_a_secret_is_shown_only_after_a_fresh_proof(admin, hook, settings):
    settings.STEP_UP_MINUTES = 0
    with nothing_changes():
        response = admin.post(f"{PAGE}{hook.pk}/rotate/")
    assert response.url.startswith("/accounts/prove/")


def test_a_new_secret_is_shown_once_too(admin, hook):
    assert "whsec_" in text_of(admin.post(f"{PAGE}{hook.pk}/rotate/"))
    assert "The one before signs as well" in text_of(admin.get(f"{PAGE}{hook.pk}/"))


def test_the_log_shows_what_was_sent_and_answered(alice, admin, shop):
    with receiving(answers(500, b"<script>alert(1)</script>")) as there:
        hook = made(shop, there.url).endpoint
        withdrawal = submitted()
        run()
    page = admin.get(f"{PAGE}{hook.pk}/?state=trying&request={withdrawal.id}")
    assert "withdrawal.created" in text_of(page)
    message = Message.objects.get()
    shown = admin.get(f"{PAGE}{hook.pk}/{message.pk}/").content.decode()
    assert "&lt;script&gt;alert(1)" in shown and "<script>alert" not in shown
    assert message.event_id in shown


@pytest.mark.parametrize(
    ("query", "rows"),
    [("", 1), ("state=failed", 0), ("event=withdrawal.created", 1), ("request=x", 0)],
)
def test_the_log_can_be_filtered(alice, admin, shop, query, rows):
    with receiving() as there:
        hook = made(shop, there.url).endpoint
        submitted()
        run()
    page = admin.get(f"{PAGE}{hook.pk}/?{query}")
    assert len(page.context["page"].rows) == rows
    assert page.status_code == (422 if "=x" in query else 200)


def test_a_delivery_is_sent_again(alice, admin, shop):
    with receiving() as there:
        hook = made(shop, there.url).endpoint
        submitted()
        run()
        address = f"{PAGE}{hook.pk}/{Message.objects.get().pk}/redeliver/"
        assert "sent once more" in post(admin, address)
        run()
    assert len(there.bodies) == 2


def test_a_message_is_found_below_its_own_webhook_only(alice, admin, shop, hook):
    with receiving() as there:
        made(shop, there.url)
        submitted()
        make_due()
        run()
    message = Message.objects.filter(endpoint__url=there.url).get()
    assert admin.get(f"{PAGE}{hook.pk}/{message.pk}/").status_code == 404


def test_a_webhook_is_tested_disabled_enabled_and_deleted(admin, hook):
    address = f"{PAGE}{hook.pk}/"
    assert "The test event evt_" in post(admin, f"{address}test/")
    assert Job.objects.count() == 1
    assert "Disabled." in post(admin, f"{address}disable/")
    assert "Nothing is sent to it" in text_of(admin.get(address))
    assert "It is disabled" in post(admin, f"{address}test/")
    assert "Enabled." in post(admin, f"{address}enable/")
    assert "is deleted" in post(admin, f"{address}delete/")
    assert not Endpoint.objects.exists()


def test_events_are_chosen_and_none_is_refused(admin, hook):
    address = f"{PAGE}{hook.pk}/events/"
    assert "Saved." in post(admin, address, events=ALL[:2])
    assert Endpoint.objects.get().events == ALL[:2]
    assert admin.post(address).status_code == 422


def test_admins_are_told_of_a_webhook_that_was_given_up(admin, hook, rita, client):
    endpoints.disable(hook, Cause.FAILING, actor=MAKER)
    said = "Rewards shop hears of nothing at shop.example.com"
    for page in (PAGE, "/portal/dashboard/"):
        assert said in text_of(admin.get(page))
    client.force_login(rita)
    assert said not in text_of(client.get("/portal/dashboard/"))


@pytest.fixture
def given_up(hook) -> None:
    """A webhook and a job, each for the worker's own reason; and one by hand."""
    endpoints.disable(hook, Cause.GONE, actor=MAKER)
    other = made(hook.app, "https://shop.example.com/others").endpoint
    endpoints.disable(other, Cause.BY_HAND, actor=MAKER)
    Job.objects.create(kind="mail", state=JobState.DEAD)


def test_every_page_says_how_much_was_given_up(admin, given_up):
    for page in ("/portal/", "/portal/dashboard/", "/portal/apps/"):
        assert "Webhooks 2 given up" in text_of(admin.get(page))
    assert "Jobs 1 dead" in text_of(admin.get(PAGE))


def test_whoever_can_mend_nothing_is_told_nothing(client, given_up, meera):
    client.force_login(meera)
    assert "given up" not in text_of(client.get("/portal/"))


def test_where_all_is_well_nothing_is_said(admin, hook):
    assert "given up" not in text_of(admin.get(PAGE))


def test_without_an_app_there_is_no_form(admin, db):
    said = text_of(admin.get(PAGE))
    assert "No webhooks yet" in said and "There is no app yet. Make one first" in said


# Jobs


@pytest.fixture
def buried(db) -> Job:
    return Job.objects.create(
        kind="mail", state=JobState.DEAD, attempts=15, last_error="No ravi.k@okaxis"
    )


def test_a_dead_job_is_shown_with_its_error_and_retried(admin, buried):
    assert "mail" in text_of(admin.get("/portal/jobs/"))
    address = f"/portal/jobs/{buried.pk}/retry/"
    assert "is due again" in post(admin, address)
    assert "is not dead any more" in post(admin, address)
    assert Job.objects.get().state == JobState.DUE
    assert AuditEntry.objects.get().act == "job_retried"


def test_a_dead_job_is_dropped_and_its_error_kept(admin, buried):
    assert "is dropped" in post(admin, f"/portal/jobs/{buried.pk}/drop/")
    assert not Job.objects.exists()
    entry = AuditEntry.objects.get(act="job_dropped")
    assert (entry.target, entry.actor) == (f"job {buried.pk}", "ada")
    assert entry.details["error"] == "No ra***@okaxis"


def test_a_job_of_any_number_is_no_failure(admin, db):
    assert "Nothing changed" in post(admin, f"/portal/jobs/{'9' * 30}/drop/")


def test_work_that_waits_for_a_worker_is_told(admin, db):
    Job.objects.create(kind="mail", due_at="2026-01-01T00:00Z")
    assert "Is a worker running?" in text_of(admin.get("/portal/jobs/"))
