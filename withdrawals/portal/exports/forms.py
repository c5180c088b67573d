"""What is chosen for an export."""

from django import forms

from withdrawals.portal.exports.texts import ZONES

CSV, XLSX = "csv", "xlsx"
VIEW, ALL = "view", "all"
USUAL = {"file": CSV, "columns": VIEW, "zone": next(iter(ZONES))}


class ExportForm(forms.Form):
    view = forms.CharField(required=False, max_length=8000, widget=forms.HiddenInput)
    file = forms.ChoiceField(
        label="File",
        choices=[(CSV, "CSV"), (XLSX, "Excel (XLSX)")],
        widget=forms.RadioSelect,
    )
    columns = forms.ChoiceField(
        label="Columns",
        choices=[(VIEW, "Those of this view"), (ALL, "All columns")],
        widget=forms.RadioSelect,
    )
    zone = forms.ChoiceField(
        label="Times in",
        choices=[("IST", "Indian time (IST)"), ("UTC", "UTC")],
        widget=forms.RadioSelect,
    )


MENU = ExportForm(initial=USUAL, auto_id="export_%s")  # as it stands beside the queue
