"""The parts of the queue's page: what each says, and what is only written into it."""

from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string

from project.parts import part
from wallet import clock
from withdrawals.portal import columns, news
from withdrawals.portal.exports.forms import MENU
from withdrawals.portal.models import SIZES
from withdrawals.portal.queue import Queue
from withdrawals.portal.toolbar import toolbar
from withdrawals.portal.view_menu import plain
from withdrawals.states import Right

register = template.Library()


@register.simple_tag(takes_context=True)
def queue_head(context: Context, queue: Queue, *, oob: bool = False) -> str:
    """The title with its menus, and the tabs with their counts."""
    return part(
        "portal/_queue_head.html",
        "csrf_token here to_keep plain",
        csrf_token=context["csrf_token"],
        here=queue.here.address,
        to_keep=queue.views.to_keep,
        plain=plain(),
        oob=oob,
        may_pay=Right.PAY in queue.actor.rights,
        views=queue.views.shown,
        columns=columns.choices(queue.columns),
        tabs=queue.tabs,
    )


@register.simple_tag(takes_context=True)
def queue_list(context: Context, queue: Queue) -> str:
    """All below the head, but for the request that is open."""
    told = context["messages"]
    values = {"messages": told}
    return part(
        "portal/_queue.html",
        "url messages toolbar results",
        url=queue.here.address,
        messages=render_to_string("includes/_messages.html", values) if told else "",
        toolbar=toolbar(queue),
        results=results(context, queue),
    )


@register.simple_tag(takes_context=True)
def results(context: Context, queue: Queue) -> str:
    """What is found; kept only where nobody has typed what it says."""
    values: dict[str, Any] = {
        "is_one": queue.number == "1",
        "is_understood": queue.is_understood,
        "is_wide": queue.is_wide,
        "has_rows": bool(queue.page.rows),
        "has_acts": bool(queue.bar.acts),
        "density": queue.settings.density,
        "label": queue.tab.label,
        "empty": queue.tab.empty,
    }
    texts = _texts_of(queue, context["csrf_token"])
    if not queue.applied:
        return part("portal/_results.html", " ".join(texts), **values, **texts)
    values |= {"chips": queue.chips, "errors": queue.errors}
    return render_to_string("portal/_results.html", values | texts)


def _texts_of(queue: Queue, csrf_token: str) -> dict[str, str]:
    """What is only written into the results."""
    texts = {"number": queue.number, "cleared": queue.cleared}
    if not queue.page.rows:
        return texts | {"news": _news(queue)}
    return texts | {
        "news": _news(queue),
        "export": _export_menu(queue, csrf_token),
        "headings": _headings(queue),
        "rows": queue.listing.body,
        "bar": _pick_bar(queue) if queue.bar.acts else "",
        "pages": _pages(queue),
    }


def _export_menu(queue: Queue, csrf_token: str) -> str:
    return part(
        "portal/_export_menu.html",
        "csrf_token view",
        csrf_token=csrf_token,
        view=str(queue.view).removeprefix("?"),
        number=queue.number,
        is_masked=not queue.sees_upi_ids,
        form=MENU,
    )


def _news(queue: Queue) -> str:
    """The line above a list that is shown now."""
    values = news.line(queue, clock.now(), 0)
    return part("portal/_news.html", "ask url words", **values)


def _headings(queue: Queue) -> str:
    before, after = queue.view.around("sort")
    return part(
        "portal/_headings.html",
        "before after",
        before=before,
        after=after,
        headings=queue.headings,
    )


def _pick_bar(queue: Queue) -> str:
    """What can be done to those that are selected."""
    bar = queue.bar
    return part(
        "portal/bulk/_bar.html",
        "query",
        query=str(queue.here),
        acts=bar.acts,
        all=bar.all,
        number=bar.number,
    )


def _pages(queue: Queue) -> str:
    """To the pages before and behind this one, and how long they are."""
    before, after = queue.view.around("rows")
    return part(
        "portal/_queue_pages.html",
        "newer older before after",
        newer=queue.newer,
        older=queue.older,
        before=before,
        after=after,
        has_newer=bool(queue.newer),
        has_older=bool(queue.older),
        sizes=SIZES,
        current=queue.size,
    )
