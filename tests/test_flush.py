"""What the tests themselves rest on."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from withdrawals.models import UPIHandle


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_emptied_tables_have_what_the_migrations_wrote():
    """In which order the tests come is not known where processes share them."""
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    assert Group.objects.exists() and UPIHandle.objects.exists()
