"""The project's settings, with an empty view beside its own."""

from project.settings import *  # noqa: F403

ROOT_URLCONF = "tests.empty_view"
