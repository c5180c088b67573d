from django.urls import path

from withdrawals.portal import (
    actions,
    activity,
    audit,
    cheat_sheet,
    claiming,
    dashboard,
    jobs,
    ledger,
    news,
    opening,
    palette,
    queue,
    requests,
    reveal,
    saved_views,
    settings_page,
    users,
)
from withdrawals.portal.bulk import pay, results
from withdrawals.portal.bulk import views as bulk
from withdrawals.portal.exports import views as exports
from withdrawals.portal.keyring import acts as key_acts
from withdrawals.portal.keyring import pages as keyring
from withdrawals.portal.webhooks import acts as webhook_acts
from withdrawals.portal.webhooks import pages as webhooks

app_name = "portal"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("requests/<uuid:withdrawal_id>/", requests.detail, name="request"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("news/", news.news, name="news"),
    path("palette/", palette.palette, name="palette"),
    path("users/", users.users, name="users"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/check/", ledger.check_ledger, name="check_ledger"),
    path("activity/", activity.activity, name="activity"),
    path("audit/", audit.audit, name="audit"),
    path("cheat-sheet/", cheat_sheet.cheat_sheet, name="cheat_sheet"),
    path("exports/", exports.exports, name="exports"),
    path("exports/new/", exports.new_export, name="new_export"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:job_id>/retry/", jobs.retry_job, name="retry_job"),
    path("jobs/<int:job_id>/drop/", jobs.drop_job, name="drop_job"),
    path("apps/", keyring.apps, name="apps"),
    path("apps/new/", key_acts.new_app, name="new_app"),
    path("apps/<uuid:app_id>/", keyring.app, name="app"),
    path("apps/<uuid:app_id>/look/", key_acts.change_look, name="change_look"),
    path("apps/<uuid:app_id>/keys/new/", key_acts.new_key, name="new_key"),
    path(
        "apps/<uuid:app_id>/keys/<uuid:key_id>/rotate/",
        key_acts.rotate_key,
        name="rotate_key",
    ),
    path(
        "apps/<uuid:app_id>/keys/<uuid:key_id>/revoke/",
        key_acts.revoke_key,
        name="revoke_key",
    ),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/new/", webhook_acts.new_webhook, name="new_webhook"),
    path("webhooks/<uuid:endpoint_id>/", webhooks.webhook, name="webhook"),
    *(
        path(f"webhooks/<uuid:endpoint_id>/{name}/", act, name=act.__name__)
        for name, act in {
            "test": webhook_acts.test_webhook,
            "events": webhook_acts.choose_events,
            "rotate": webhook_acts.rotate_webhook,
            "enable": webhook_acts.enable_webhook,
            "disable": webhook_acts.disable_webhook,
            "delete": webhook_acts.delete_webhook,
        }.items()
    ),
    path(
        "webhooks/<uuid:endpoint_id>/<uuid:message_id>/",
        webhooks.delivery,
        name="delivery",
    ),
    path(
        "webhooks/<uuid:endpoint_id>/<uuid:message_id>/redeliver/",
        webhook_acts.redeliver,
        name="redeliver",
    ),
    path("settings/", settings_page.settings, name="settings"),
    path("settings/save/", settings_page.save_settings, name="save_settings"),
    path("settings/columns/", settings_page.save_columns, name="save_columns"),
    path("views/", saved_views.views, name="views"),
    path("views/save/", saved_views.save_view, name="save_view"),
    path("views/<uuid:view_id>/", saved_views.view, name="view"),
    path("views/<uuid:view_id>/rename/", saved_views.rename_view, name="rename_view"),
    path("views/<uuid:view_id>/show/", saved_views.replace_view, name="replace_view"),
    path("views/<uuid:view_id>/delete/", saved_views.delete_view, name="delete_view"),
    path("views/<uuid:view_id>/open/", saved_views.default_view, name="default_view"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("bulk/confirm/", bulk.confirm, name="bulk_confirm"),
    path("bulk/pay/", pay.pay, name="bulk_pay"),
    path("bulk/pay/check/", pay.check, name="bulk_pay_check"),
    path("bulk/<uuid:run_id>/", results.result, name="bulk_result"),
    path("bulk/<uuid:run_id>/go-on/", results.go_on, name="bulk_go_on"),
    path("bulk/<uuid:run_id>/not-changed.csv", results.not_changed, name="not_changed"),
    path("requests/<uuid:withdrawal_id>/next/", opening.following, name="next_request"),
    path(
        "requests/<uuid:withdrawal_id>/previous/",
        opening.preceding,
        name="previous_request",
    ),
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
            actions.seen,
            claiming.take,
            claiming.give_back,
            reveal.reveal,
        )
    ),
]
