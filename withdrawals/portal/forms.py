"""What staff types on a request. The rules themselves are the domain's."""

from typing import Any

from django import forms

from withdrawals import canned

OTHER = "Other"


class ActForm(forms.Form):
    """What an act needs from a person."""

    @property
    def values(self) -> dict[str, Any]:
        """The keyword arguments of the domain's function."""
        return self.cleaned_data


class VersionedForm(ActForm):
    """Carries the version of the request that the person was looking at."""

    version = forms.IntegerField(
        min_value=0,
        max_value=2**31,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "The form did not arrive whole. Nothing was changed: try again.",
        ),
    )


class StartForm(VersionedForm):
    pass


class CompleteForm(VersionedForm):
    utr = forms.CharField(
        label="Transaction ID (UTR)",
        error_messages={"required": "Enter the transaction ID of the payment."},
    )


class ReleaseForm(VersionedForm):
    reason = forms.CharField(
        error_messages={"required": "Say why the request goes back to review."},
    )


class FailForm(VersionedForm):
    """A reason that the user reads; "Other" is written out."""

    reason = forms.ChoiceField(
        choices=lambda: [(each, each) for each in [*canned.known_reasons(), OTHER]],
        error_messages={"required": "Choose a reason. The user reads it."},
    )
    detail = forms.CharField(required=False)

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("reason") == OTHER and not self.cleaned_data.get(
            "detail"
        ):
            self.add_error("detail", "Write the reason. The user reads it.")

    @property
    def values(self) -> dict[str, Any]:
        reason, detail = self.cleaned_data["reason"], self.cleaned_data["detail"]
        words = detail if reason == OTHER else f"{reason}: {detail}".rstrip(": ")
        return {"version": self.cleaned_data["version"], "reason": words}


class ReverseForm(VersionedForm):
    reason = forms.CharField(
        error_messages={"required": "Say why the payment came back."},
    )


class TakeForm(ActForm):
    over = forms.CharField(required=False)  # the holder whom the person saw


class MessageForm(VersionedForm):
    message = forms.CharField(
        error_messages={"required": "Write the message. The user reads it."},
    )

    @property
    def values(self) -> dict[str, Any]:
        version = self.cleaned_data["version"]
        return {"version": version, "text": self.cleaned_data["message"]}


class NoteForm(ActForm):
    note = forms.CharField(
        error_messages={"required": "Write the note first."},
    )

    token = forms.UUIDField(required=False)  # one note for each form

    @property
    def values(self) -> dict[str, Any]:
        note, token = self.cleaned_data["note"], self.cleaned_data["token"]
        return {"text": note, "token": token}
