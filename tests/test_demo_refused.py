"""Where there is no demo, or less of one."""

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from withdrawals.actors import Actor
from withdrawals.demo import app
from withdrawals.models import CoinWithdrawal
from withdrawals.notifications.models import Endpoint


def test_production_is_refused_unless_forced(db, settings):
    settings.DEBUG, settings.API_REQUIRE_KEY = False, True
    with pytest.raises(CommandError, match="--force"):
        call_command("demo")
    assert not User.objects.exists()


def test_other_data_is_left_alone(alice, settings, capsys):
    settings.API_REQUIRE_KEY = False
    call_command("demo")
    assert "already" in capsys.readouterr().out
    assert not CoinWithdrawal.objects.exists()


def test_elsewhere_than_on_a_demos_machine_there_is_no_webhook(db, settings):
    settings.WEBHOOK_LOOPBACK = False
    boss = Actor.system("tests")
    app.let_in(boss)
    app.equip(boss)
    assert not Endpoint.objects.exists()
