"""Headers that are forged, broken, doubled or too long."""

from tests.api import APP_KEY

HX = "HX-Request"

# To pages: none of them is believed, none is a fault.
COOKIES = [
    'sessionid="abcdefgh\\000"',
    'sessionid="\\000bcdefghijklmnopqrstuvwxyz012345"',
    "sessionid=\0abcdefghi",
    "sessionid=" + "x" * 5000,
    "sessionid=../../etc/passwd",
    "sessionid=' OR 1=1 --",
    "sessionid=\xff\xfe\xff\xfe\xff",
    "sessionid=",
    "sessionid=;;;;=",
    "sessionid=a; sessionid=b",
    'csrftoken="\\000"',
    "csrftoken=" + "x" * 64,
    'messages="\\000"',
    "messages=abc:def:ghi",
    'theme="\\000"',
    "theme=<script>",
    "=;=;=",
    "\xff",
]
FORGED = [
    {"X-Forwarded-For": "127.0.0.1"},
    {"X-Forwarded-For": "'; DROP TABLE x"},
    {"X-Forwarded-Host": "evil.example"},
    {"X-Forwarded-Proto": "https"},
    {"X-HTTP-Method-Override": "DELETE"},
    {"X-Original-URL": "/admin/"},
    {"Accept": "text/html"},
    {"Accept": "application/xml;q=x"},
    {"Accept-Language": "x" * 5000},
    {"Accept-Language": "../../etc"},
    {"Accept-Encoding": "gzip;q=nan"},
    {"Content-Encoding": "gzip"},
    {"If-Modified-Since": "\0"},
    {"If-None-Match": '"'},
    {"Range": "bytes=-1"},
    {"Referer": "http://["},
    {"User-Agent": "{{7*7}}%s%n"},
    {HX: "true"},
    {HX: "true", "HX-Target": "queue", "HX-Current-URL": "http://["},
    {HX: "true", "HX-Target": "results", "HX-Current-URL": "\xff\xfe"},
    {HX: "true", "HX-Target": "queue", "HX-Current-URL": "//evil.example/portal/"},
    {HX: "true", "HX-Target": "queue", "HX-Current-URL": "/portal/?open=%00"},
    {HX: "true", "HX-Target": "queue", "HX-Current-URL": "/portal/?q=%ED%A0%80"},
    {HX: "true", "HX-Target": "<script>", "HX-Trigger": '{"x":'},
    {HX: "true", "HX-Target": "pane", "HX-Prompt": "\xff"},
    {
        HX: "true",
        "HX-Target": "queue",
        "HX-Current-URL": "%ff%00",
        "HX-Current-URL-URI-AutoEncoded": "true",
    },
]

# Whose site it is is not for the caller to say.
HOSTS = [
    "evil.example",
    "testserver.evil.example",
    "evil.example@testserver",
    "testserver:port",
    "test server",
    "testserver/",
    "[::1",
    "",
    "a" * 5000,
    "\xff",
    "127.0.0.1\r\nX: 1",
]

# To the JSON endpoints.
KEYS = {
    "": "refused",
    " ": "taken",
    "k": "taken",
    "'; DROP TABLE x; --": "taken",
    "{{7*7}}%s": "taken",
    "~" * 255: "taken",
    "x" * 256: "refused",
    "x" * 10_000: "refused",
    "k\x7f": "refused",
    "k\0": "refused",
    "k\t": "refused",
    "ключ": "refused",  # noqa: RUF001
    "\xff": "refused",
    "k\n": "refused",
    "one, two": "taken",  # how a doubled header arrives
}
AUTHORIZATIONS = [
    "",
    " ",
    "Bearer",
    "Bearer ",
    "Bearer x",
    f"Bearer {APP_KEY} x",
    f"Bearer {APP_KEY}, Bearer {APP_KEY}",
    f"Bearer Bearer {APP_KEY}",
    f"Basic {APP_KEY}",
    "Basic YXBwOmFwcC1rZXk=",
    APP_KEY,
    f"Token {APP_KEY}",
    f"Bearer {APP_KEY.upper()}",
    f"Bearer {APP_KEY[:-1]}",
    f"Bearer {APP_KEY}\0",
    "Bearer \0",
    "Bearer \xff\xfe",
    "Bearer " + "x" * 10_000,
    "Bearer null",
    "Bearer ' OR 1=1 --",
    f'Bearer "{APP_KEY}"',
    f"Bearer={APP_KEY}",
]
