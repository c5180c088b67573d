"""SEALING_KEYS are replaced: every secret that is kept is sealed by the new one."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.utils import timezone

from project.login import sealing
from tests.api import MAKER
from tests.everything import nothing_changes
from tests.test_login import sign_in
from tests.test_second_factor import (  # noqa: F401 (fixtures)
    CODE,
    code_of,
    recovery_codes,
    secret,
)
from tests.test_webhooks import made
from withdrawals.integrations import keys
from withdrawals.notifications import endpoints, resealing, signing
from withdrawals.notifications.models import Endpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def hook(db) -> Any:
    """A webhook whose secret before signs for a day, and both secrets."""
    first = made(keys.create_app("shop", actor=MAKER), "https://shop.example/hooks")
    second = endpoints.rotate(first.endpoint, actor=MAKER)
    return second.endpoint, second.secret, first.secret


def reseal(capsys) -> str:
    call_command("reseal_secrets")
    said: str = capsys.readouterr().out.strip()
    return said


def replace_key(settings) -> None:
    settings.SEALING_KEYS = ["new", *settings.SEALING_KEYS]


def test_afterwards_the_new_key_opens_all(secret, hook, settings, capsys):  # noqa: F811
    replace_key(settings)
    assert reseal(capsys) == "Sealed anew: 4."
    settings.SEALING_KEYS = ["new"]
    endpoint, second, first = hook
    endpoint.refresh_from_db()
    assert signing.unseal(endpoint.secret) == second
    assert signing.unseal(endpoint.old_secret) == first
    assert sealing.unseal(Authenticator.objects.get(type="totp").data["secret"])


def test_a_code_works_by_the_new_key_alone(client, secret, settings):  # noqa: F811
    replace_key(settings)
    call_command("reseal_secrets")
    settings.SEALING_KEYS = ["new"]
    sign_in(client, "rita")
    assert client.post(CODE, {"code": code_of(secret)}).status_code == 302


def test_recovery_codes_stay_the_same_and_used(client, secret, settings):  # noqa: F811
    sign_in(client, "rita")
    client.post(CODE, {"code": code_of(secret)})
    codes = recovery_codes(client)
    before = Authenticator.objects.get(type="recovery_codes").data
    replace_key(settings)
    call_command("reseal_secrets")
    settings.SEALING_KEYS = ["new"]
    assert recovery_codes(client) == codes
    after = Authenticator.objects.get(type="recovery_codes").data
    assert before | {"seed": None} == after | {"seed": None}
    assert before["seed"] != after["seed"]


def test_a_second_time_there_is_nothing_to_do(secret, hook, settings, capsys):  # noqa: F811
    replace_key(settings)
    call_command("reseal_secrets")
    capsys.readouterr()
    with nothing_changes():
        assert reseal(capsys) == "Sealed anew: 0."


def test_a_secret_whose_day_is_over_is_forgotten(hook, settings, capsys):
    replace_key(settings)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert reseal(capsys) == "Sealed anew: 1."
    assert Endpoint.objects.get().old_secret == ""


def test_what_no_key_opens_is_named_and_the_rest_is_done(hook, settings, capsys):
    replace_key(settings)
    other = made(keys.create_app("other", actor=MAKER), "https://other.example/")
    Endpoint.objects.filter(pk=other.endpoint.pk).update(secret="gone")
    with pytest.raises(CommandError, match=f"{other.endpoint.pk} of other.$"):
        call_command("reseal_secrets")
    assert capsys.readouterr().out.strip() == "Sealed anew: 2."


def test_one_that_was_deleted_meanwhile_is_none(hook):
    endpoint, *_ = hook
    endpoint.delete()
    assert resealing.reseal(endpoint.pk) == 0
