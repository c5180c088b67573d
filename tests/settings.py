"""The project's settings as the tests want them."""

import os
import tempfile
from pathlib import Path

_folder = tempfile.TemporaryDirectory(prefix="tests-")

os.environ.setdefault("DEBUG", "true")
os.environ.setdefault("LOG_DIR", _folder.name)

from project.settings import *  # noqa: E402, F403
from project.settings import DATABASES, OUTBOX_HANDLERS, SQLITE_OPTIONS  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: races need connections that are really apart.
    # Nothing is lost when a process ends, only with the power.
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS | {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF"
    }
    DATABASES["default"]["TEST"] = {"NAME": Path(_folder.name) / "test.sqlite3"}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STAFF_TOTP_REQUIRED = False  # tests/test_second_factor.py turns it on
OUTBOX_HANDLERS |= {"test": "tests.jobs.handle", "nothing": "tests.jobs.nothing"}
WHITENOISE_AUTOREFRESH = True  # there are no collected files to index
RATE_PER_KEY = RATE_PER_USER = "1000000/60"  # tests/test_limits.py sets others
