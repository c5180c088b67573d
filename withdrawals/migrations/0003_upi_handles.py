import csv
from pathlib import Path

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

HANDLES = Path(__file__).parent.parent / "data" / "upi_handles.csv"


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """All known handles; those that two sources confirm are active."""
    handle_model = apps.get_model("withdrawals", "UPIHandle")
    with HANDLES.open(encoding="utf-8", newline="") as file:
        handles = [
            handle_model(
                handle=row["handle"],
                provider=row["provider"],
                app=row["app"],
                active=row["kind"] == "yes",
                source=row["sources"],
                note=row["note"],
            )
            for row in csv.DictReader(file)
        ]
    handle_model.objects.bulk_create(handles)


class Migration(migrations.Migration):
    dependencies = [("withdrawals", "0002_refusals")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
