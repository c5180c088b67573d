"""The whole document of the queue's page: its frame is written once for everybody."""

from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string

from project.parts import part
from project.themes import data_theme
from withdrawals.portal.queue import Queue
from withdrawals.portal.templatetags.portal import topbar
from withdrawals.portal.templatetags.queue import queue_head, queue_list

register = template.Library()


@register.simple_tag(takes_context=True)
def queue_page(context: Context, queue: Queue) -> str:
    """The frame, and in it what this page says."""
    tab, view = queue.tab.label, queue.views.current
    return part(
        "portal/_queue_page.html",
        "theme csrf_token title topbar head list pane",
        theme=data_theme(context),
        csrf_token=context["csrf_token"],
        title=f"{view.name}: {tab}" if view else tab,
        topbar=topbar(context),
        head=queue_head(context, queue),
        list=queue_list(context, queue),
        pane=_pane(context),
    )


def _pane(context: Context) -> str:
    """The request that is open beside the list."""
    if "withdrawal" not in context:
        return part("portal/_no_request.html")
    values: Any = context.flatten()
    return render_to_string("portal/_request.html", values)
