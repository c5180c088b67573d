"""Webhooks and jobs in a real browser."""

import pytest
from playwright.sync_api import expect

from outbox.models import Job, JobState
from tests.api import MAKER
from tests.browser import DESKTOP, PHONE, assert_accessible
from tests.conftest import submitted
from tests.portal_browser import press
from tests.receiver import answers, receiving
from tests.test_webhooks import made, run
from withdrawals.integrations import keys
from withdrawals.notifications import endpoints
from withdrawals.notifications.models import Cause, Endpoint, Message

pytestmark = pytest.mark.browser


@pytest.fixture
def shop(db, settings):
    settings.WEBHOOK_LOOPBACK = True
    return keys.create_app("shop", "Rewards shop", actor=MAKER)


def test_an_admin_makes_a_webhook_with_its_secret(browse, ada, shop):
    page = browse(ada)
    page.goto("/portal/webhooks/")
    page.get_by_label("Address").fill("https://shop.example.com/hooks")
    press(page, "Make webhook")
    expect(page.locator("#secret")).to_contain_text("whsec_")
    page.get_by_role("link", name="I have copied it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("shop.example.com")
    press(page, "Disable")
    expect(page.get_by_text("Nothing is sent to it").first).to_be_visible()


@pytest.mark.parametrize(
    ("width", "scheme"), [(DESKTOP, "dark"), (PHONE, "light"), (320, "light")]
)
def test_every_page_is_accessible(browse, ada, alice, shop, width, scheme):
    with receiving(answers(500, b"x" * 900)) as there:
        hook = made(shop, there.url).endpoint
        submitted()
        run()
    lost = made(shop, "https://a-rather-long-name.of-a-server.example.com/").endpoint
    endpoints.disable(lost, Cause.FAILING, actor=MAKER)
    Job.objects.create(kind="mail", state=JobState.DEAD, last_error="x" * 300)
    page = browse(ada, width=width, scheme=scheme)
    message = Message.objects.get()
    for address in ("", f"{hook.pk}/", f"{lost.pk}/", f"{hook.pk}/{message.pk}/"):
        page.goto(f"/portal/webhooks/{address}")
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto("/portal/jobs/")
    assert_accessible(page)
    assert Endpoint.objects.count() == 2
