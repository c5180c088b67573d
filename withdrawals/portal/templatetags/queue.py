"""The parts of the queue's page: what each says, and what is only written into it."""

from django import template
from django.template import Context
from django.template.loader import render_to_string

from project.parts import part
from wallet import clock
from withdrawals.portal import columns, news
from withdrawals.portal.exports.forms import MENU
from withdrawals.portal.filters import BLANK
from withdrawals.portal.models import SIZES
from withdrawals.portal.queue import Queue
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


@register.simple_tag
def toolbar(queue: Queue) -> str:
    """The search and the filters; a form only where something stands in its fields."""
    names = "tab", "sort", "rows", "columns", "view"
    given = queue.params.dict() | {"tab": queue.tab.key}
    kept = tuple((name, given[name]) for name in names if given.get(name))
    texts = {"cleared": queue.cleared, "q": queue.params.get("q", "")}
    if set(queue.applied) <= {"q"} and queue.is_understood:
        form = BLANK.form
        return part("portal/_toolbar.html", "cleared q", kept=kept, form=form, **texts)
    values = {"kept": kept, "form": queue.filters.form, "more": queue.more_filters}
    return render_to_string("portal/_toolbar.html", values | texts)


@register.simple_tag(takes_context=True)
def export_menu(context: Context, queue: Queue) -> str:
    return part(
        "portal/_export_menu.html",
        "csrf_token view",
        csrf_token=context["csrf_token"],
        view=str(queue.view).removeprefix("?"),
        number=queue.number,
        is_masked=not queue.sees_upi_ids,
        form=MENU,
    )


@register.simple_tag
def news_line(queue: Queue) -> str:
    """The line above a list that is shown now."""
    values = news.line(queue, clock.now(), 0)
    return part("portal/_news.html", "ask url words", **values)


@register.simple_tag
def queue_headings(queue: Queue) -> str:
    before, after = queue.view.around("sort")
    return part(
        "portal/_headings.html",
        "before after",
        before=before,
        after=after,
        headings=queue.headings,
    )


@register.simple_tag
def pick_bar(queue: Queue) -> str:
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


@register.simple_tag
def queue_pages(queue: Queue) -> str:
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
