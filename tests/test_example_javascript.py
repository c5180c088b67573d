"""examples/javascript in node and in chromium: asks, reads, retries, verifies."""

import json
from typing import Any

import pytest

from tests.api import APP_KEY, let_in
from tests.conftest import give, submitted
from tests.receiver import Receiver, receiving
from tests.test_example_webhooks import BODY, FORGED, OTHER, SECRET, event, signed
from tests.test_webhooks import hook, run, shop, there  # noqa: F401 (fixtures)
from tests.troubles import (
    DONE,
    REFUSALS,
    TROUBLES,
    assert_patient,
    breaks_off,
    in_turn,
    says,
)
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.integrations.models import App

live = pytest.mark.django_db(transaction=True, serialized_rollback=True)
CLIENT, HOOKS = "javascript/coin-withdrawals.js", "javascript/webhooks.js"
START = """
    const upi = "alice@okhdfcbank", waits = [];
    const noting = { sleep: async (seconds) => { waits.push(seconds); } };
    const coins = new lib.Client(given.url, given.key, noting);
    const ask = (amount, order) => coins.create("alice", amount, upi, order);
    async function all(pages) {
        const rows = [];
        for await (const each of pages) rows.push(each);
        return rows;
    }
    const refused = (act) => act.then(
        () => null, (error) => ({ ...error, message: error.message }));
"""


@pytest.fixture
def on_the_server(live_server, engine) -> Any:
    let_in()
    give("alice", 2000)
    given = {"url": live_server.url, "key": APP_KEY}
    return lambda script: engine.run(CLIENT, START + script, **given)


@live
def test_a_request_is_made_read_and_taken_back(on_the_server):
    again, first, balance, back, history = on_the_server("""
        const made = await ask(500, "order-1"), again = await ask(500, "order-1");
        const id = made.withdrawal_id;
        const { timeline } = await coins.status(id, "alice", "timeline");
        const { balance } = await coins.balance("alice");
        const back = await coins.cancel(id, "alice", "Changed my mind");
        const history = await all(coins.history("alice"));
        return [again.withdrawal_id === id, timeline[0].to, balance, back, history];
    """)
    assert (again, first, balance) == (True, "pending", 1500)
    assert back["refunded_coins"] == 500
    assert [each["status"] for each in history] == ["cancelled"]


@live
def test_pages_follow_each_other_to_the_end(on_the_server):
    asked, moved = on_the_server("""
        for (let n = 0; n < 5; n++) {
            await coins.credit("alice", 10, "Quiz", `quiz-${n}`, "earned");
            await ask(100, `order-${n}`);
        }
        const asked = coins.history("alice", { limit: 2, status: "pending" });
        return [await all(asked), await all(coins.movements("alice", { limit: 3 }))];
    """)
    assert len({each["id"] for each in asked}) == 5
    assert [each["amount"] for each in moved] == [-100, 10] * 5 + [2000]


@live
def test_a_refusal_says_all_that_the_server_said(on_the_server):
    error = on_the_server('return refused(ask(5000, "order-1"));')
    assert (error["code"], error["status"]) == ("insufficient_balance", 400)
    assert error["field"] == "amount"
    assert error["details"] == {"available": 2000, "asked": 5000}
    assert error["message"].startswith("Insufficient coin balance")
    assert error["requestId"]


@live
def test_watching_tells_each_change_once(on_the_server):
    seen, turns = on_the_server("""
        const { withdrawal_id: id } = await ask(500, "order-1");
        let turns = 0;
        const sleep = async () => ++turns === 2 && coins.cancel(id, "alice");
        const patient = new lib.Client(given.url, given.key, { sleep });
        const seen = await all(patient.watch(id, "alice"));
        return [seen.map((each) => each.status), turns];
    """)
    assert (seen, turns) == (["pending", "cancelled"], 2)


@live
def test_a_link_leads_to_the_hosted_page(on_the_server):
    App.objects.update(return_urls=["https://shop.example/coins"])
    made = on_the_server(
        'return coins.link("alice", "https://shop.example/coins", { amount: 500 });'
    )
    assert "/hosted/?link=" in made["url"]


@live
def test_many_are_credited_at_once(on_the_server):
    statuses, error = on_the_server("""
        const kind = { user_id: "alice", type: "earned", reason: "Quiz" };
        const items = [10, 0].map(
            (n) => ({ ...kind, amount: n, reference: `quiz-${n}` }));
        const results = await coins.creditMany(items);
        const error = await refused(coins.creditMany(items, true));
        return [results.map((each) => each.status), error.code];
    """)
    assert (statuses, error) == (["credited", "refused"], "items_refused")


@live
def test_a_webhook_is_set_up_changed_and_ended(on_the_server):
    made, changed, sent, none = on_the_server("""
        const made = await coins.addWebhook(
            "https://shop.example/hooks", ["withdrawal.created"]);
        const act = (...rest) => coins.webhook(rest[0], made.id, rest[1]);
        await act("events", { events: ["withdrawal.failed"] });
        await act("rotate"), await act("test"), await act("disable");
        const [changed] = await coins.webhooks();
        const sent = await all(coins.deliveries(made.id, { outcome: "failed" }));
        await act("enable"), await act("delete");
        return [made, changed, sent, await coins.webhooks()];
    """)
    assert made["secret"].startswith("whsec_")
    assert (changed["events"], changed["enabled"]) == (["withdrawal.failed"], False)
    assert sent == none == []


def meet(server: Receiver, engine) -> Any:
    url = f"http://127.0.0.1:{server.port}"
    script = START + 'return [await refused(ask(500, "order-1")), waits];'
    return engine.run(CLIENT, script, url=url, key="cw_test_x")


def test_it_insists_with_one_key_until_it_is_answered(engine):
    with receiving(in_turn(*TROUBLES, DONE)) as server:
        error, waits = meet(server, engine)
    assert error is None
    assert [head["idempotency-key"] for head in server.heads] == ["order-1"] * 6
    assert len(set(server.bodies)) == 1
    assert_patient(waits)


def test_a_refusal_is_never_sent_again(engine):
    with receiving(in_turn(*(says(*each) for each in REFUSALS))) as server:
        told = [meet(server, engine)[0] for _ in REFUSALS]
    assert [(each["status"], each["code"]) for each in told] == REFUSALS
    assert len(server.heads) == len(REFUSALS)


def test_without_any_answer_it_says_that_nobody_knows(engine):
    with receiving(breaks_off) as server:
        error, _ = meet(server, engine)
    assert error["key"] == "order-1"
    assert len(server.heads) == 6


# Webhooks


def received(engine, *events: Any) -> Any:
    """The statuses that a receiver of these (secret, headers, body) answers with."""
    script = """
        const inbox = new lib.Inbox(), statuses = [];
        for (const each of given.events)
            statuses.push(await lib.receive(...each, inbox));
        return [statuses, [...inbox.withdrawals.values()]];
    """
    return engine.run(HOOKS, script, events=events)


@pytest.mark.django_db
def test_what_is_sent_is_taken(alice, meera, there, hook, node):  # noqa: F811
    withdrawal = submitted()
    transitions.start(withdrawal.id, actor=Actor.staff(meera))
    run()
    sent = zip(there.heads, there.bodies, strict=True)
    statuses, known = received(node, *[(hook.secret, *each) for each in sent])
    assert statuses == [200, 200]
    assert known == [json.loads(there.bodies[1])["data"]]


def test_what_was_signed_otherwise_is_refused(engine):
    forged = [(SECRET, sign(), BODY) for sign in FORGED.values()]
    changed = (SECRET, signed(), BODY.replace("pending", "completed"))
    right = (SECRET, signed(OTHER, SECRET), BODY)
    statuses, known = received(engine, *forged, changed, right)
    assert statuses == [401] * (len(forged) + 1) + [200]
    assert known == [event("pending", 1)["data"]]


def test_each_event_is_taken_once_and_never_back_in_time(engine):
    taken, known = engine.run(
        HOOKS,
        """
        const inbox = new lib.Inbox();
        const taken = given.events.map((each) => inbox.take(...each));
        return [taken, [...inbox.withdrawals.values()]];
        """,
        events=[
            ("evt_2", event("completed", 3)),
            ("evt_2", event("completed", 3)),
            ("evt_1", event("processing", 2)),
            ("evt_3", event("failed", 4)),
            ("evt_4", {"type": "webhook.test", "data": {"id": "t", "sequence": 9}}),
        ],
    )
    assert taken == [True, False, False, True, False]
    assert known == [event("failed", 4)["data"]]
