"""Parts of pages that are kept show what they would show if they were not."""

import re

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from project import parts
from project.login.backend import Backend
from tests.crowd import NOON, make, one_of_each, row
from tests.queue_page import html
from wallet import clock


def write(**values):
    return Template('{% part "portal/_news.html" number=1 words=name %}').render(
        Context(values)
    )


def test_text_is_escaped_whatever_was_kept(db):
    assert "<b>" in write(name=mark_safe("<b>"))  # noqa: S308
    assert "&lt;b&gt;" in write(name="<b>") and "<b>" not in write(name="<b>")


def test_what_is_filled_in_is_escaped_and_not_kept(db):
    for words, shown in [("one", ">one"), ("<b>", ">&lt;b&gt;"), ("", ">")]:
        page = parts.part("portal/_news.html", "words", number=1, words=words)
        assert f"{shown} · Refresh" in page


def test_what_is_filled_in_is_only_written(db):
    with pytest.raises(ValueError, match="reckons with"):
        parts.part("portal/_news.html", "number", number="7")


def test_a_part_knows_nobody(rf, rita):
    request = rf.get("/")
    request.visitor = {"user_id": "rita"}
    context = Context({"request": request, "user": rita})
    page = Template('{% part "web/base.html" %}').render(context)
    assert "Signed in as" in page and "rita" not in page


PAGES = [
    "/portal/?tab=all",
    "/portal/?tab=review&sort=amount&rows=50",
    "/portal/?tab=all&status=pending&user=bob",
    "/portal/?tab=all&least=x",
    "/portal/dashboard/",
    "/portal/settings/",
]


@pytest.mark.parametrize("url", PAGES)
def test_pages_are_the_same_with_and_without_what_is_kept(client, request, db, url):
    """Visited by one after the other, in both orders."""
    one_of_each()
    make(row(user_id="<b>bob"))
    people = ["rita", "pavan", "asha", "ada"]
    fresh = {who: visit(client, request, who, url, forget=True) for who in people}
    for who in [*people, *people[::-1]]:
        assert visit(client, request, who, url) == fresh[who], who


def visit(client, request, who, url, *, forget=False):
    if forget:
        parts._written.cache_clear()
    client.force_login(request.getfixturevalue(who))
    with clock.at(NOON):
        return re.sub(
            r'("csrfmiddlewaretoken" value="|token": ")\w+', "", html(client.get(url))
        )


@pytest.mark.parametrize("who", ["alice", "rita", "meera", "asha", "ada"])
def test_rights_are_those_that_django_reads(request, db, who, django_user_model):
    request.getfixturevalue(who)
    ours = Backend().get_user(django_user_model.objects.get(username=who).pk)
    assert ours
    theirs = django_user_model.objects.get(username=who)
    read = theirs.get_user_permissions() | theirs.get_group_permissions()
    assert ours.get_all_permissions() == read
    assert vars(ours).keys() >= vars(django_user_model.objects.get(pk=ours.pk)).keys()


def test_who_was_shut_out_is_nobody(alice):
    alice.is_active = False
    alice.save()
    assert Backend().get_user(alice.pk) is None
    assert alice.get_all_permissions() == set()
