"""The project's settings as the tests want them."""

import os
import tempfile

os.environ.setdefault("DEBUG", "true")
os.environ.setdefault("LOG_DIR", tempfile.mkdtemp(prefix="logs"))

from project.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
