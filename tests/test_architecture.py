"""Arrows point down: faces, then withdrawals, then the outbox, then the wallet.

The imports are read from the source, without running it.
"""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FACES = {"portal", "web", "api"}
WEB = {
    "django.http",
    "django.forms",
    "django.shortcuts",
    "django.views",
    "django.template",
    "django.contrib.messages",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "ninja",
}
SIGNALS = {
    "django.dispatch",
    "django.db.models.signals",
    "django.core.signals",
    "django.db.backends.signals",
    "django.contrib.auth.signals",
}


@cache
def modules() -> dict[str, str]:
    """The source of every module of the product, by its dotted name."""
    paths = [
        path
        for package in ("project", "wallet", "outbox", "withdrawals")
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts
    ]
    return {_dotted(path.relative_to(ROOT)): path.read_text() for path in paths}


def _dotted(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def imports(module: str, source: str) -> Iterator[str]:
    """Everything that the module imports, as dotted names."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = module.split(".")[: -node.level] if node.level else []
            base = ".".join([*package, *filter(None, [node.module])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def face_of(name: str) -> str | None:
    """The face that a module belongs to; the Django admin is one, on both floors."""
    place = [*name.split("."), ""][1]
    if name.startswith(("wallet.", "withdrawals.")) and place.startswith("admin"):
        return "admin"
    return place if name.startswith("withdrawals.") and place in FACES else None


def forbidden(module: str) -> set[str]:
    """What this module must not import, whatever face it is."""
    if module.startswith("project"):
        return SIGNALS
    if module.startswith("wallet"):
        upwards = {"outbox", "withdrawals", "project"}
    elif module.startswith("outbox"):
        upwards = {"withdrawals", "project"}
    else:
        upwards = set() if face_of(module) else {"project"}
    return SIGNALS | upwards | (set() if face_of(module) else WEB)


def points_up(module: str, name: str) -> bool:
    """Whether `module` must not import `name`."""
    if any(f"{name}.".startswith(f"{each}.") for each in forbidden(module)):
        return True
    is_house = module.startswith("project")
    return not is_house and face_of(name) not in (None, face_of(module))


def arrows_up(module: str, source: str) -> list[str]:
    """The imports that break a rule: those forbidden, and those inside functions."""
    broken = [
        f"{module} imports {name}"
        for name in imports(module, source)
        if points_up(module, name)
    ]
    hidden = [
        f"{module} imports inside {function.name}()"
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    return broken + hidden


@pytest.mark.parametrize("module", modules())
def test_no_arrow_points_up(module):
    assert arrows_up(module, modules()[module]) == []


def test_the_house_is_read_whole():
    assert {
        "wallet.ledger",
        "outbox.box",
        "wallet.management.commands.verify_ledger",
        "withdrawals.transitions",
        "withdrawals.portal.urls",
        "withdrawals.web.urls",
        "withdrawals.api.urls",
        "project.http",
    } <= modules().keys()


def test_what_the_faces_share_stands_on_django_alone():
    roots = {name.split(".")[0] for name in imports("", modules()["project.http"])}
    assert roots - sys.stdlib_module_names <= {"django", "django_htmx"}


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("wallet.ledger", "from withdrawals.models import CoinWithdrawal"),
        ("wallet.ledger", "import withdrawals"),
        ("wallet.ledger", "from outbox import box"),
        ("outbox.box", "from withdrawals.models import CoinWithdrawal"),
        ("wallet.ledger", "from project.http import json_error"),
        ("wallet.models", "from django.db.models.signals import post_save"),
        ("wallet.models", "from django.db.models import signals"),
        ("withdrawals.apps", "from django.dispatch import receiver"),
        ("withdrawals.transitions", "from django.http import HttpRequest"),
        ("withdrawals.transitions", "from django import forms"),
        ("withdrawals.transitions", "from django.contrib import messages"),
        ("withdrawals.guard", "from withdrawals.portal.access import needs"),
        ("withdrawals.guard", "from withdrawals import api"),
        ("withdrawals.guard", "from . import web"),
        ("withdrawals.guard", "from .web import views"),
        ("withdrawals.management.commands.demo", "import django_tables2"),
        ("withdrawals.web.views", "from withdrawals.api.views import submit"),
        ("withdrawals.api.views", "from ..portal import tables"),
        ("withdrawals.portal.views", "import withdrawals.web.forms"),
        ("wallet.ledger", "from wallet.admin import ViewOnly"),
        ("wallet.admin", "from withdrawals.models import CoinWithdrawal"),
        ("withdrawals.guard", "from withdrawals.admin_forms import ReasonForm"),
        ("withdrawals.admin", "from withdrawals.portal import tables"),
        ("withdrawals.portal.views", "from withdrawals.admin_forms import UTRForm"),
        ("project.http", "def f():\n    import json"),
        (
            "wallet.ledger",
            "class A:\n    async def f():\n        import os",
        ),
    ],
)
def test_an_arrow_that_points_up_is_seen(module, line):
    assert len(arrows_up(module, line)) == 1


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("withdrawals.transitions", "from wallet import ledger"),
        ("withdrawals.events", "from outbox import box"),
        ("outbox.leases", "from wallet.retries import atomic_with_retry"),
        ("withdrawals.portal.views", "from withdrawals.portal.tables import T"),
        ("withdrawals.portal.views", "from withdrawals import transitions"),
        ("withdrawals.api.views", "from project.http import json_error"),
        ("project.urls", "from withdrawals.api import urls"),
        ("withdrawals.admin", "from wallet.admin import ViewOnly"),
        ("withdrawals.admin_forms", "from django import forms"),
        ("withdrawals.webhooks", "import withdrawals.webhooks.sender"),
    ],
)
def test_an_arrow_that_points_down_is_not_in_the_way(module, line):
    assert arrows_up(module, line) == []
