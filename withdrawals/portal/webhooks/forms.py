"""What an endpoint is asked for, and what of its log is shown."""

from django import forms
from django.db.models import QuerySet

from withdrawals.events import Event
from withdrawals.integrations.models import App
from withdrawals.notifications.models import TEST, Endpoint, Message, MessageState
from withdrawals.texts import parse_id

MODES = [("live", "Live requests"), ("test", "Test requests")]


class EventsForm(forms.Form):
    events = forms.MultipleChoiceField(
        choices=[(event.value, event.label) for event in Event],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose one event or more."},
    )


class NewEndpointForm(EventsForm):
    field_order = ["app", "mode", "url", "events"]

    app = forms.ModelChoiceField(
        App.objects.order_by("name"),
        to_field_name="name",
        empty_label=None,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    mode = forms.ChoiceField(label="Hears of", choices=MODES, widget=forms.RadioSelect)
    url = forms.CharField(
        label="Address",
        max_length=500,
        error_messages={"required": "Type the address that is to be called."},
        widget=forms.TextInput(
            attrs={
                "class": "form-control",
                "type": "url",
                "placeholder": "https://api.example.com/webhooks",
                "autocomplete": "off",
            }
        ),
    )


class LogFilter(forms.Form):
    state = forms.ChoiceField(
        required=False,
        choices=[("", "Any"), *MessageState.choices],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    event = forms.ChoiceField(
        required=False,
        choices=[("", "Any"), *((each, each) for each in [*Event.values, TEST])],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    request = forms.CharField(
        required=False,
        label="Request ID",
        max_length=36,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )

    def clean_request(self) -> str:
        text: str = self.cleaned_data["request"].strip()
        try:
            return str(parse_id(text)) if text else ""
        except ValueError:
            raise forms.ValidationError("This is no ID of a request.") from None

    def found(self, endpoint: Endpoint) -> QuerySet[Message]:
        """What was sent there; nothing while an answer is not understood."""
        messages = Message.objects.filter(endpoint=endpoint)
        if not self.is_valid():
            return messages.none()
        names = {"state": "state", "event": "event", "subject": "request"}
        for field, name in names.items():
            if value := self.cleaned_data[name]:
                messages = messages.filter(**{field: value})
        return messages
