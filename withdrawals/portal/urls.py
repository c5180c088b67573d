from django.urls import path

from withdrawals.portal import (
    actions,
    audit,
    claiming,
    dashboard,
    ledger,
    queue,
    requests,
    reveal,
    users,
)

app_name = "portal"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("users/", users.users, name="users"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/check/", ledger.check_ledger, name="check_ledger"),
    path("audit/", audit.audit, name="audit"),
    path("requests/<uuid:withdrawal_id>/", requests.detail, name="request"),
    *(
        path(f"requests/<uuid:withdrawal_id>/{act.__name__}/", act, name=act.__name__)
        for act in (
            actions.start,
            actions.release,
            actions.complete,
            actions.fail,
            actions.reverse,
            actions.message,
            actions.note,
            claiming.take,
            claiming.give_back,
            reveal.reveal,
        )
    ),
]
