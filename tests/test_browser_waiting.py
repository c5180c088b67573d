"""News, slow answers, no answer, no line and no session, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import assert_accessible
from tests.conftest import give, submitted
from tests.portal_browser import QUEUE, badge, hold, press, told
from withdrawals.models import Note, StatusChange
from withdrawals.states import Status

pytestmark = pytest.mark.browser
HALF_A_MINUTE = 30_000


@pytest.fixture
def queue(browse, meera, pending):
    """The queue with alice's request open."""
    give("alice", 2000)
    page = browse(meera)
    page.clock.install()
    page.goto(f"{QUEUE}?open={pending.id}")
    page.wait_for_load_state("networkidle")
    return page


def polled(page):
    """Half a minute later; gives the request that asked for news."""
    with page.expect_response(re.compile("/portal/news/")) as answer:
        page.clock.fast_forward(HALF_A_MINUTE)
    return answer.value.request


def test_news_are_told_and_the_list_moves_only_when_asked(queue):
    assert polled(queue).headers["x-polling"] == "1"
    expect(queue.locator("#news-refresh")).to_have_count(0)
    made = submitted()
    polled(queue)
    link = queue.get_by_role("link", name="1 new request · Refresh")
    expect(link).to_be_visible()
    expect(queue.locator(f"#row-{made.id}")).to_have_count(0)
    assert_accessible(queue)
    link.click()
    expect(queue.locator(f"#row-{made.id}")).to_be_visible()
    expect(link).to_have_count(0)
    expect(queue.locator("#request-title")).to_be_visible()


def test_hidden_tab_asks_for_nothing(queue):
    asked: list[str] = []
    queue.on("request", lambda each: asked.append(each.url))
    queue.evaluate("Object.defineProperty(document, 'hidden', {get: () => true})")
    queue.clock.fast_forward(2 * HALF_A_MINUTE)
    queue.wait_for_timeout(300)
    assert not asked


def test_who_is_signed_out_is_told_so_by_the_line(queue, pending):
    queue.locator("#id_note").fill("Half a sent")
    queue.context.clear_cookies(name="sessionid")
    polled(queue)
    expect(queue.locator(".news")).to_contain_text("You are signed out")
    expect(queue.locator("#id_note")).to_have_value("Half a sent")
    queue.get_by_role("link", name="Sign in again").click()
    queue.get_by_label("Username").fill("meera")
    queue.get_by_label("Password").fill("demo")
    press(queue, "Sign in")
    expect(queue.locator("#request-title")).to_have_text(pending.reference)


def test_act_after_the_session_ended_leads_back_to_the_open_request(queue, pending):
    queue.context.clear_cookies(name="sessionid")
    press(queue, "Approve")
    expect(queue).to_have_title(re.compile("Sign in"))
    queue.get_by_label("Username").fill("meera")
    queue.get_by_label("Password").fill("demo")
    press(queue, "Sign in")
    expect(queue.locator("#request-title")).to_have_text(pending.reference)
    badge(queue, "Pending")


def test_slow_answer_says_that_it_is_still_worked_on(queue):
    let_go = hold(queue, re.compile("/start/"))
    press(queue, "Approve")
    expect(queue.locator(".htmx-request button:disabled")).to_have_count(1)
    expect(queue.locator(".waiting")).to_have_count(0)
    queue.clock.fast_forward(1100)
    expect(queue.locator(".waiting")).to_have_text("Still working…")
    assert_accessible(queue)
    let_go()
    told(queue, "Approved.")
    expect(queue.locator(".waiting")).to_have_count(0)


def test_no_answer_to_an_act_leaves_open_whether_it_was_done(queue):
    sent: list[str] = []
    queue.on("request", lambda each: sent.append(each.method))
    queue.route(re.compile("/start/"), lambda route: route.abort())
    press(queue, "Approve")
    expect(queue.locator(".retry")).to_contain_text("may or may not have been saved")
    queue.clock.fast_forward(HALF_A_MINUTE)
    expect(queue.locator(".retry")).to_be_visible()
    assert sent.count("POST") == 1


def test_no_answer_to_a_look_changed_nothing(queue):
    queue.route("**/portal/?tab=all", lambda route: route.abort())
    queue.locator("#tab-all").click()
    expect(queue.locator(".retry")).to_contain_text("Nothing was changed")


def test_offline_sends_nothing_and_keeps_what_was_typed(queue):
    queue.locator("#id_note").fill("Called")
    queue.context.set_offline(True)
    expect(queue.locator(".retry")).to_contain_text("You are offline")
    assert_accessible(queue)
    press(queue, "Add note")
    press(queue, "Approve")
    expect(queue.locator("#id_note")).to_have_value("Called")
    queue.context.set_offline(False)
    expect(queue.locator(".retry")).to_have_count(0)
    press(queue, "Add note")
    told(queue, "Note added.")
    assert Note.objects.count() == 1
    assert not StatusChange.objects.filter(to_status=Status.PROCESSING).exists()
