"""Who may do what where: every address, method and role in one table.

A row is an address as the URLconf has it and, for each method, an answer per role:

    o  200, it is done or shown      m  405, not this method
    .  403, not allowed              k  401, not without a key
    0  404, there is no such thing   >  led on to another page
    !  422, mend what was sent       L  led to the login

HEAD answers as GET does unless a row says otherwise; a method that a row does not name
is refused (m) to everyone. The request in an address is always alice's: she is its
owner, bob is another user.
"""

from dataclasses import dataclass, field
from typing import Any

from tests.api import BACK
from withdrawals.states import Status

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# app is the app's server with its key; clerk is staff without any right.
ROLES = ("nobody", "app", "bob", "alice", "clerk", "rita", "pavan", "asha", "ada")
BOTH = "meera"  # reviewer and payer: may do what either may, and has no column


@dataclass(frozen=True)
class Row:
    answers: dict[str, str]
    sends: dict[str, Any] = field(default_factory=dict)  # with POST
    query: str = ""  # with GET
    on: Status = Status.PENDING  # alice's request; rita has started what is processing
    is_ritas: bool = False  # her own: another reviewer may not

    def answer(self, method: str, role: str) -> str:
        if role == BOTH:
            reviewer, payer = self.answer(method, "rita"), self.answer(method, "pavan")
            return payer if reviewer == "." or self.is_ritas else reviewer
        other = self.answers.get("GET") if method == "HEAD" else None
        return self.answers.get(method, other or ALL_M).split()[ROLES.index(role)]


def each(methods: str, answers: str) -> dict[str, str]:
    """The same answers for several methods."""
    return dict.fromkeys(methods.split(), answers)


ALL_M = "m m m m m m m m m"
EVERY = " ".join(METHODS)
V = {"version": "{version}"}
FORM = {
    "coins": "100",
    "upi_id": "a@ybl",
    "token": "01890a5d-ac96-774b-bcce-b302099a8057",
}
WEBHOOK = {
    "app": "app",
    "mode": "live",
    "url": "https://example.com/",
    "events": "withdrawal.failed",
}
PASSWORDS = {"password1": "Zq8#kfl2mm", "password2": "Zq8#kfl2mm"}
YES = {"post": "yes"}
DAY = {"date_joined_0": "2026-01-01", "date_joined_1": "10:00:00"}

# fmt: off
#                                n a b a c r p a a
#                                o p o l l i a s d
#                                b p b i e t v h a
OPEN = {"GET":                  "o o o o o o o o o"}
NOBODYS =                       ". . . . . . . . ."
NOTHING = each(EVERY,           "0 0 0 0 0 0 0 0 0")
OWN_PAGE = {"GET":              "L L o o o o o o o"}
OWN_FORM = OWN_PAGE | {"POST":  "L L ! ! ! ! ! ! !"}
OWN_NOTHING = {"GET":           "L L 0 0 0 0 0 0 0"}
LED_ON = each("GET POST",       "L L > > > > > > >")
STAFF_PAGE = {"GET":            "L L . . . o o o o"}
STAFFS_NEXT = {"GET":           "L L . . . > > > >"}
PAYERS_PAGE = {"GET":           "L L . . . . o . o"}
AUDITORS_PAGE = {"GET":         "L L . . . . . o o"}
ADMINS_PAGE = {"GET":           "L L . . . . . . o"}
ADMINS_ACT = {"POST":           "L L . . . . . . >"}
ADMINS_SECRET = {"POST":        "L L . . . . . . o"}
REVIEWERS_ACT = {"POST":        "L L . . . > . . >"}
PAYERS_ACT = {"POST":           "L L . . . . > . >"}
STAFFS_ACT = {"POST":           "L L . . . > > . >"}
AUDITORS_ACT = {"POST":         "L L . . . . . > >"}
ALL_STAFFS_ACT = {"POST":       "L L . . . > > > >"}
OWNERS_ACT = {"POST":           "L L . . . > . . >"}
REVEAL = {"POST":               "L L . . . . . o o"}
USERS_PAGE = {"GET":            "L L o o > > > > >"}
OWNERS_PAGE = {"GET":           "L L 0 o > > > > >"}
KEY_GET = {"GET":               "k o k k k k k k k",
           "HEAD":              ALL_M}
KEY_POST = {"POST":             "k o k k k k k k k"}
SIGN_OUT = {"POST":             "L L L L L L L L L",
            "OPTIONS":          "o o o o o o o o o"}
# The Django admin takes any other method for a GET.
ADMIN_PAGE = each(EVERY,        "L L L L o o o o o")
ADMIN_OWN = (each("GET HEAD OPTIONS",
                                "L L L L o o o o o") |
             each("POST PUT PATCH DELETE",
                                "L L L L m m m m m"))
ADMIN_NOTHING = each(EVERY,     "L L L L 0 0 0 0 0")
ADMIN_LEADS_ON = each(EVERY,    "L L L L > > > > >")
ADMIN_ROLES = each(EVERY,       "L L L L . o o o o")
ADMIN_NEVER = each(EVERY,       "L L L L . . . . .")
ADMIN_LOOK = ADMIN_ROLES | {"POST": "L L L L . . . . ."}
ADMIN_ADAS = each(EVERY,        "L L L L . . . . o")
ADMIN_EDIT = ADMIN_ADAS | {"POST": "L L L L . . . . >"}
# fmt: on

# What only the domain writes may be looked at; the rest is ada's.
_COINS = ("wallet/usercoins", "wallet/cointransaction", "withdrawals/coinwithdrawal")
_EDITED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {  # to add, to change
    "auth/user": (
        {"username": "carol", "usable_password": "true"} | PASSWORDS,
        {"username": "bobby", "is_active": "on"} | DAY,
    ),
    "auth/group": ({"name": "Guests"}, {"name": "Guests"}),
    "withdrawals/cannedtext": (
        {"kind": "reject", "text": "Asked twice", "place": "5"},
        {"kind": "reject", "text": "Not found", "place": "5"},
    ),
    "withdrawals/upihandle": ({"handle": "newbank"}, {"provider": "New Bank"}),
}


def _looked_at(model: str) -> dict[str, Row]:
    table, one = f"admin/{model}/", f"admin/{model}/<path:object_id>/"
    return {
        table: Row(ADMIN_ROLES),
        f"{table}add/": Row(ADMIN_NEVER),
        one: Row(ADMIN_LEADS_ON),
        f"{one}change/": Row(ADMIN_LOOK),
        f"{one}delete/": Row(ADMIN_NEVER, YES),
        f"{one}history/": Row(ADMIN_ROLES),
    }


def _edited(model: str) -> dict[str, Row]:
    table, one = f"admin/{model}/", f"admin/{model}/<path:object_id>/"
    new, changed = _EDITED[model]
    return {
        table: Row(ADMIN_ADAS),
        f"{table}add/": Row(ADMIN_EDIT, new),
        one: Row(ADMIN_LEADS_ON),
        f"{one}change/": Row(ADMIN_EDIT, changed),
        f"{one}delete/": Row(ADMIN_EDIT, YES),
        f"{one}history/": Row(ADMIN_ADAS),
    }


_PAYING = Status.PROCESSING
_REQUEST = "portal/requests/<uuid:withdrawal_id>/"
_RUN = "portal/bulk/<uuid:run_id>/"  # rita's
_HOOK = "portal/webhooks/<uuid:endpoint_id>/"  # of the app; with one message
_APP = "portal/apps/<uuid:app_id>/"  # the app, with its key
_VIEW = "portal/views/<uuid:view_id>/"  # rita's, shared with all staff
_OWN = "withdraw/<uuid:withdrawal_id>/"
_API = "api/razorpay/withdraw/"
_COINS_API = "api/razorpay/coins/"
_HOOKS_API = "api/razorpay/webhooks/"
_CREDIT = {
    "user_id": "alice",
    "amount": 10,
    "type": "earned",
    "reason": "Quiz",
    "reference": "quiz-1",
}

ROWS: dict[str, Row] = {
    "": Row({"GET": "> > > > > > > > >"}),
    "theme/": Row({"POST": "> > > > > > > > >"}),
    "healthz": Row(OPEN),
    "readyz": Row(OPEN),
    # Staff
    "portal/": Row(STAFF_PAGE),
    "portal/dashboard/": Row(STAFF_PAGE),
    "portal/news/": Row(STAFF_PAGE, query="tab=review"),
    "portal/palette/": Row(STAFFS_NEXT, query="q=alice"),
    "portal/users/": Row(STAFF_PAGE, query="user_id=alice"),
    "portal/ledger/": Row(AUDITORS_PAGE),
    "portal/ledger/check/": Row(AUDITORS_ACT),
    "portal/activity/": Row(STAFF_PAGE),
    "portal/audit/": Row(AUDITORS_PAGE),
    "portal/exports/": Row(STAFF_PAGE),
    "portal/exports/new/": Row(
        STAFF_PAGE | {"POST": STAFF_PAGE["GET"]},
        {"view": "tab=all", "file": "csv", "columns": "all", "zone": "IST"},
    ),
    "portal/cheat-sheet/": Row(STAFF_PAGE),
    "portal/settings/": Row(STAFF_PAGE),
    "portal/settings/save/": Row(
        ALL_STAFFS_ACT, {"rows": "50", "density": "compact", "theme": "dark"}
    ),
    "portal/settings/columns/": Row(ALL_STAFFS_ACT, {"column": "utr"}),
    "portal/bulk/": Row(
        {"GET": "L L . . . > > > >", "POST": "L L . . . o . . o"},
        {"act": "start", "select": "{id}"},
    ),
    "portal/bulk/confirm/": Row({"POST": "L L . . . ! ! ! !"}),
    "portal/bulk/pay/": Row(PAYERS_PAGE),
    "portal/bulk/pay/check/": Row({"POST": PAYERS_PAGE["GET"]}, {"table": "WDA UTR1"}),
    "portal/jobs/": Row(ADMINS_PAGE),
    "portal/jobs/<int:job_id>/retry/": Row(ADMINS_ACT),
    "portal/jobs/<int:job_id>/drop/": Row(ADMINS_ACT),
    "portal/apps/": Row(ADMINS_PAGE),
    "portal/apps/new/": Row(ADMINS_ACT, {"name": "shop"}),
    _APP: Row(ADMINS_PAGE),
    f"{_APP}look/": Row(ADMINS_ACT, {"colour": "#7a1fa2", "return_urls": BACK}),
    f"{_APP}keys/new/": Row(
        ADMINS_SECRET, {"mode": "test", "scopes": "coins:read", "days": "90"}
    ),
    f"{_APP}keys/<uuid:key_id>/rotate/": Row(ADMINS_SECRET, {"keep": "24"}),
    f"{_APP}keys/<uuid:key_id>/revoke/": Row(ADMINS_ACT),
    "portal/webhooks/": Row(ADMINS_PAGE),
    "portal/webhooks/new/": Row(ADMINS_SECRET, WEBHOOK),
    _HOOK: Row(ADMINS_PAGE),
    f"{_HOOK}test/": Row(ADMINS_ACT),
    f"{_HOOK}events/": Row(ADMINS_ACT, {"events": "withdrawal.failed"}),
    f"{_HOOK}rotate/": Row(ADMINS_SECRET),
    f"{_HOOK}enable/": Row(ADMINS_ACT),
    f"{_HOOK}disable/": Row(ADMINS_ACT),
    f"{_HOOK}delete/": Row(ADMINS_ACT),
    f"{_HOOK}<uuid:message_id>/": Row(ADMINS_PAGE),
    f"{_HOOK}<uuid:message_id>/redeliver/": Row(ADMINS_ACT),
    _RUN: Row(STAFF_PAGE),
    f"{_RUN}go-on/": Row({"POST": "L L . . . > . . ."}, is_ritas=True),
    f"{_RUN}not-changed.csv": Row(STAFF_PAGE),
    "portal/views/": Row(STAFF_PAGE),
    "portal/views/save/": Row(ALL_STAFFS_ACT, {"name": "Mine", "query": "tab=all"}),
    _VIEW: Row({"GET": "L L . . . > > > >"}),
    f"{_VIEW}rename/": Row(OWNERS_ACT, {"name": "Very late"}, is_ritas=True),
    f"{_VIEW}show/": Row(OWNERS_ACT, {"query": "tab=pay"}, is_ritas=True),
    f"{_VIEW}delete/": Row(OWNERS_ACT, is_ritas=True),
    f"{_VIEW}open/": Row(ALL_STAFFS_ACT, {"on": "1"}),
    _REQUEST: Row(STAFF_PAGE),
    f"{_REQUEST}next/": Row(STAFFS_NEXT),
    f"{_REQUEST}previous/": Row(STAFFS_NEXT),
    f"{_REQUEST}start/": Row(REVIEWERS_ACT, V),
    f"{_REQUEST}release/": Row(
        REVIEWERS_ACT, V | {"reason": "x"}, on=_PAYING, is_ritas=True
    ),
    f"{_REQUEST}complete/": Row(PAYERS_ACT, V | {"utr": "5123456"}, on=_PAYING),
    f"{_REQUEST}fail/": Row(REVIEWERS_ACT, V | {"reason": "Suspected misuse"}),
    f"{_REQUEST}reverse/": Row(PAYERS_ACT, V | {"reason": "x"}, on=Status.COMPLETED),
    f"{_REQUEST}message/": Row(STAFFS_ACT, V | {"message": "Soon"}),
    f"{_REQUEST}note/": Row(STAFFS_ACT, V | {"note": "Called"}),
    f"{_REQUEST}take/": Row(STAFFS_ACT),
    f"{_REQUEST}give_back/": Row(STAFFS_ACT),
    f"{_REQUEST}seen/": Row({"POST": "L L . . . > > > >"}),
    f"{_REQUEST}reveal/": Row(REVEAL),
    # Users
    "withdraw/": Row(USERS_PAGE | {"POST": "L L > > > > > > >"}, FORM),
    "withdraw/check/": Row(each("GET POST", "L L > > > > > > >"), FORM),
    "withdraw/history/": Row(USERS_PAGE),
    _OWN: Row(OWNERS_PAGE),
    f"{_OWN}cancel/": Row(OWNERS_PAGE | {"POST": "L L 0 > > > > > >"}),
    # Users whom an app sends, see tests/test_hosted.py for those who have a visit
    "hosted/": Row(each("GET POST", "0 0 0 0 0 0 0 0 0")),
    "hosted/back/": Row({"GET": NOBODYS}),
    "hosted/colours/<slug:colour>.css": Row(OPEN),
    "hosted/withdraw/": Row(each("GET POST", NOBODYS)),
    "hosted/withdraw/check/": Row(each("GET POST", NOBODYS)),
    "hosted/withdraw/history/": Row({"GET": NOBODYS}),
    "hosted/withdraw/<uuid:withdrawal_id>/": Row({"GET": NOBODYS}),
    "hosted/withdraw/<uuid:withdrawal_id>/cancel/": Row(each("GET POST", NOBODYS)),
    # The app's servers
    "api/": Row(NOTHING),
    "api/<path:rest>": Row(NOTHING),
    "api/docs": Row(OPEN),
    "api/docs/errors": Row(OPEN),
    "api/openapi.json": Row(OPEN),
    _API: Row(KEY_POST, {"user_id": "alice", "amount": 100, "upi_id": "a@ybl"}),
    f"{_API}history/": Row(KEY_GET, query="user_id=alice"),
    f"{_API}status/": Row(KEY_GET, query="withdrawal_id={id}"),
    f"{_API}cancel/": Row(KEY_POST, {"withdrawal_id": "{id}"}),
    f"{_API}link/": Row(KEY_POST, {"user_id": "alice", "return_url": BACK}),
    f"{_COINS_API}credit/": Row(KEY_POST, _CREDIT),
    f"{_COINS_API}credit/bulk/": Row(KEY_POST, {"items": [_CREDIT]}),
    f"{_COINS_API}balance/": Row(KEY_GET, query="user_id=alice"),
    f"{_COINS_API}movements/": Row(KEY_GET, query="user_id=alice"),
    _HOOKS_API: Row(
        KEY_GET | KEY_POST,
        {"url": "https://shop.example/", "events": ["withdrawal.failed"]},
    ),
    f"{_HOOKS_API}secret/": Row(KEY_GET, query="webhook_id={webhook}"),
    f"{_HOOKS_API}rotate/": Row(KEY_POST, {"webhook_id": "{webhook}"}),
    f"{_HOOKS_API}events/": Row(
        KEY_POST, {"webhook_id": "{webhook}", "events": ["withdrawal.failed"]}
    ),
    f"{_HOOKS_API}enable/": Row(KEY_POST, {"webhook_id": "{webhook}"}),
    f"{_HOOKS_API}disable/": Row(KEY_POST, {"webhook_id": "{webhook}"}),
    f"{_HOOKS_API}deliveries/": Row(KEY_GET, query="webhook_id={webhook}"),
    f"{_HOOKS_API}redeliver/": Row(
        KEY_POST, {"webhook_id": "{webhook}", "delivery_id": "{delivery}"}
    ),
    f"{_HOOKS_API}delete/": Row(KEY_POST, {"webhook_id": "{webhook}"}),
    f"{_HOOKS_API}test/": Row(KEY_POST, {"webhook_id": "{webhook}"}),
    # Login
    "accounts/login/": Row(
        each("GET HEAD OPTIONS", "o o > > > > > > >")
        | each("POST PUT", "! ! > > > > > > >")
        | each("PATCH DELETE", "m m > > > > > > >")
    ),
    "accounts/logout/": Row(SIGN_OUT),
    "accounts/login/code/": Row(LED_ON),
    "accounts/password/": Row(OWN_FORM),
    "accounts/prove/password/": Row(OWN_FORM),
    "accounts/prove/code/": Row(LED_ON),
    "accounts/security/": Row(OWN_PAGE),
    "accounts/security/app/set-up/": Row(OWN_FORM),
    "accounts/security/app/remove/": Row(OWN_NOTHING | {"POST": OWN_NOTHING["GET"]}),
    "accounts/security/recovery-codes/": Row(OWN_NOTHING),
    "accounts/security/recovery-codes/new/": Row(OWN_FORM),
    "admin/login/": Row({"GET": "L L . . > > > > >"}),
    "admin/logout/": Row(SIGN_OUT),
    # Django admin
    "admin/": Row(ADMIN_PAGE),
    "admin/password_change/": Row(each(EVERY, "L L L L > > > > >")),
    "admin/password_change/done/": Row(each(EVERY, "L L L L > > > > >")),
    "admin/jsi18n/": Row(ADMIN_OWN),
    "admin/autocomplete/": Row(
        each("GET HEAD", "L L L L . o o o o")
        | {"OPTIONS": "L L L L o o o o o"}
        | each("POST PUT PATCH DELETE", "L L L L m m m m m"),
        query="app_label=wallet&model_name=cointransaction&field_name=user_coins",
    ),
    "admin/r/<path:content_type_id>/<path:object_id>/": Row(ADMIN_NOTHING),
    "admin/^(?P<app_label>wallet|auth|withdrawals)/$": Row(
        each(EVERY, "L L L L 0 o o o o")
    ),
    "admin/(?P<url>.*)$": Row(ADMIN_NOTHING),
    "admin/auth/user/<id>/password/": Row(
        ADMIN_EDIT, {"usable_password": "true"} | PASSWORDS
    ),
}
for _model in _COINS:
    ROWS |= _looked_at(_model)
for _model in _EDITED:
    ROWS |= _edited(_model)
