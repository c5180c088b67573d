from django.db import migrations

from outbox.functions import PUBLISH
from wallet.functions import install


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_who_sees_jobs")]
    operations = [install(PUBLISH)]
