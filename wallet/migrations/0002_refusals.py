from django.db import migrations

from wallet.refusals import REFUSALS
from wallet.triggers import install


class Migration(migrations.Migration):
    dependencies = [("wallet", "0001_initial")]
    operations = [install(REFUSALS)]
