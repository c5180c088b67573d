"""What staff types on a request. The rules themselves are the domain's."""

from typing import Any

from django import forms

from withdrawals.canned import OF_FAILURE, Kind, known

OTHER = "Other"


def choices(*kinds: Kind) -> list[tuple[str, str]]:
    return [(each, each) for each in [*known(*kinds), OTHER]]


def reason_of(choice: str, detail: str) -> str:
    """The words of a reason that is chosen, written out, or both."""
    return detail if choice in ("", OTHER) else f"{choice}: {detail}".rstrip(": ")


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


class ReasonForm(VersionedForm):
    """A reason, chosen or written out."""

    needs_words: str
    choice: forms.ChoiceField
    reason = forms.CharField(required=False)

    def clean(self) -> None:
        super().clean()
        if not self.errors and not self.values["reason"]:
            self.add_error("reason", self.needs_words)

    @property
    def values(self) -> dict[str, Any]:
        words = reason_of(self.cleaned_data["choice"], self.cleaned_data["reason"])
        return {"version": self.cleaned_data["version"], "reason": words}


class ReleaseForm(ReasonForm):
    """Staff reads the reason."""

    choice = forms.ChoiceField(choices=lambda: choices(Kind.RELEASE), required=False)
    needs_words = "Say why the request goes back to review."


class ReverseForm(ReasonForm):
    """The user reads the reason."""

    choice = forms.ChoiceField(choices=lambda: choices(Kind.RETURN), required=False)
    needs_words = "Say why the payment came back."


class FailForm(VersionedForm):
    """A reason that the user reads; "Other" is written out."""

    reason = forms.ChoiceField(
        choices=lambda: choices(*OF_FAILURE.values()),
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
        words = reason_of(self.cleaned_data["reason"], self.cleaned_data["detail"])
        return {"version": self.cleaned_data["version"], "reason": words}


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
