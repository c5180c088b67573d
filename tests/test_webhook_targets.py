"""A webhook leads out into the internet, and ends in time, whatever is there."""

import socket
import time
from threading import Event

import pytest

from tests import certificates, receiver
from tests.patience import SLOW
from tests.receiver import answers, receiving
from withdrawals.notifications import addresses, network, sending
from withdrawals.notifications.exceptions import InvalidEndpoint

PRIVATE = [
    "127.0.0.1",
    "127.8.9.10",
    "0.0.0.0",  # noqa: S104
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "nonsense",
]


@pytest.fixture
def brief(monkeypatch):
    """All is over within a second."""
    monkeypatch.setattr(sending, "SECONDS", 1.0)


@pytest.fixture
def loopback(settings):
    settings.WEBHOOK_LOOPBACK = True


@pytest.fixture
def resolves(monkeypatch):
    """Let every name lead to these addresses, one list for each look-up."""

    def to(*answers: list[str]) -> None:
        left = list(answers)
        monkeypatch.setattr(network, "resolve", lambda host, port: left.pop(0))

    return to


def post(url: str) -> sending.Answer:
    return sending.post(url, {"webhook-id": "evt_1"}, b"{}")


@pytest.mark.parametrize("address", PRIVATE)
def test_no_private_address_is_called(settings, address):
    settings.WEBHOOK_LOOPBACK = False
    assert not addresses.may_be_called(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111"])
def test_an_address_of_the_internet_is_called(address):
    assert addresses.may_be_called(address)


@pytest.mark.parametrize("address", [a for a in PRIVATE if not a.startswith("127.")])
def test_the_demo_opens_nothing_but_this_machine(loopback, address):
    assert addresses.may_be_called(address) == (address == "::1")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "http://example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "https://user:secret@example.com/",
        "https://@example.com/",
        "https://example.com/#part",
        "https://example.com/a b",
        "https://example.com/\r\nHost: other",
        "https://example.com:99999/",
        "https://exämple.com/",
        "https://[::1]/",
        "https://" + "a" * 500,
        "http://localhost/",
        "http://127.0.0.1/",
    ],
)
def test_what_is_no_address_of_a_webhook_is_refused(settings, url):
    settings.WEBHOOK_LOOPBACK = False
    with pytest.raises(InvalidEndpoint):
        addresses.parse(url)


def test_the_demo_may_call_this_machine_by_http(loopback):
    assert addresses.parse("http://localhost:8000/hooks?of=shop").port == 8000
    with pytest.raises(InvalidEndpoint):
        addresses.parse("http://example.com/")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "2130706433", "0x7f.1"])
def test_this_machine_is_not_called_by_any_of_its_names(settings, host):
    settings.WEBHOOK_LOOPBACK = False
    assert post(f"https://{host}/").error == "The host leads into a private network."


def test_one_private_address_among_others_is_enough(settings, resolves):
    settings.WEBHOOK_LOOPBACK = False
    resolves(["8.8.8.8", "10.0.0.1"])
    assert "private network" in post("https://example.com/").error


def test_it_connects_to_the_address_that_it_judged(loopback, resolves):
    """A name that leads elsewhere the next time is looked up once."""
    resolves(["127.0.0.1"])
    with receiving() as there:
        assert post(f"http://localhost:{there.port}/").status == 200


def test_a_name_that_leads_nowhere_is_said_so(loopback, monkeypatch):
    def fail(*_):
        raise socket.gaierror("unknown")

    monkeypatch.setattr(network, "resolve", fail)
    assert post("https://example.com/").error == "The host's name leads nowhere."


def test_a_slow_resolver_is_not_waited_for(brief, monkeypatch):
    is_over = Event()
    monkeypatch.setattr(network, "resolve", lambda *_: is_over.wait(SLOW))
    assert "too long" in post("https://example.com/").error
    is_over.set()


def test_it_sends_the_body_and_says_who_it_is(loopback):
    with receiving() as there:
        answer = post(there.url)
    assert (answer.status, answer.text, answer.is_taken) == (200, "ok", True)
    assert there.bodies == ["{}"]
    head = there.heads[0]
    assert head["user-agent"] == sending.AGENT
    assert head["content-type"] == "application/json"
    assert head["host"] == f"127.0.0.1:{there.port}"


def test_no_redirect_is_followed(loopback):
    with receiving() as elsewhere:
        leads_on = answers(307, headers=f"Location: {elsewhere.url}\r\n")
        with receiving(leads_on) as there:
            answer = post(there.url)
    assert (answer.status, answer.is_taken) == (307, False)
    assert elsewhere.heads == []


def test_no_proxy_of_the_environment_is_asked(loopback, monkeypatch):
    with receiving() as proxy, receiving() as there:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert post(there.url).status == 200
    assert proxy.heads == []


@pytest.mark.parametrize(
    "behave", [receiver.hangs, receiver.drips, receiver.drips_its_head]
)
def test_whoever_is_slow_is_left(loopback, brief, behave):
    with receiving(behave) as there:
        start = time.monotonic()
        answer = post(there.url)
        assert time.monotonic() - start < receiver.SECONDS / 2
    assert (answer.status, answer.error) == (None, "No whole answer within 1 seconds.")


def test_no_more_than_64_kib_are_read_and_1_is_kept(loopback):
    with receiving(receiver.floods) as there:
        answer = post(there.url)
    assert (answer.status, answer.text) == (200, "x" * 1024)


def test_what_cannot_be_read_is_kept_as_text(loopback):
    with receiving(answers(500, b"\xff\x00<script>")) as there:
        answer = post(there.url)
    assert (answer.text, answer.problem) == ("\ufffd\ufffd<script>", "It answered 500.")


@pytest.mark.parametrize("behave", [receiver.talks_nonsense, receiver.hangs_up])
def test_whoever_speaks_no_http_is_an_error(loopback, behave):
    with receiving(behave) as there:
        assert "ProtocolError" in post(there.url).error


@pytest.mark.parametrize(
    ("host", "trusted", "says"),
    [
        ("hooks.example.com", True, ""),
        ("other.example.com", True, "Hostname mismatch"),
        ("hooks.example.com", False, "self-signed certificate"),
    ],
)
def test_the_certificate_is_of_the_name_that_was_called(
    loopback, resolves, monkeypatch, tmp_path, host, trusted, says
):
    """The name, though the connection is made to an address."""
    file = certificates.certificate("hooks.example.com", tmp_path)
    if trusted:
        monkeypatch.setattr(sending, "_SSL", certificates.trusting(file))
    resolves(["127.0.0.1"])
    with receiving(tls=certificates.serving(file)) as there:
        answer = post(f"https://{host}:{there.port}/")
    assert (answer.status == 200) == (not says)
    assert says in answer.error


def test_a_closed_port_is_an_error(loopback):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # nobody else gets it, and nobody listens
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        assert "ConnectError" in post(url).error
