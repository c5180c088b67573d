"""The queue's page stands still while it loads, and asks no other host."""

from urllib.parse import urlsplit

import pytest

from tests.crowd import make, row
from tests.portal_browser import QUEUE

pytestmark = pytest.mark.browser

SHIFTS = """() => new Promise(done => {
    let sum = 0;
    const add = list => list.getEntries().forEach(each => sum += each.value);
    new PerformanceObserver(add).observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(sum), 500);
})"""


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_nothing_shifts_as_it_loads(browse, meera, size):
    opened, *_ = make(*(row(minutes=number) for number in range(30)))
    page = browse(meera)
    hosts = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{QUEUE}?open={opened.id}", wait_until="networkidle")
    assert page.evaluate(SHIFTS) < 0.01
    assert hosts == {urlsplit(page.url).netloc}
