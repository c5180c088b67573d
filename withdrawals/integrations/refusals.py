"""What the database refuses to do with apps, keys and the record of their use."""

from wallet.triggers import Refusal
from wallet.usual_refusals import append_only, frozen, irreplaceable, permanent

_APPS, _KEYS, _USES = (
    "integrations_app",
    "integrations_apikey",
    "integrations_keyuse",
)

REFUSALS = (
    *permanent(_APPS),
    *irreplaceable(_APPS, "old.id = NEW.id", "old.name = NEW.name"),
    frozen(_APPS, "id", "name", "created_at"),
    *permanent(_KEYS),
    *irreplaceable(
        _KEYS,
        "old.id = NEW.id",
        "old.public_id = NEW.public_id",
        "(old.app_id = NEW.app_id AND old.is_test = NEW.is_test "
        "AND old.slot = NEW.slot)",
    ),
    frozen(
        _KEYS,
        "id",
        "app_id",
        "public_id",
        "digest",
        "is_test",
        "scopes",
        "networks",
        "created_by",
        "created_at",
    ),
    Refusal(
        "key_stays_revoked",
        _KEYS,
        "UPDATE",
        "OLD.revoked_at IS NOT NULL AND (NEW.revoked_at IS NULL "
        "OR NEW.revoked_at <> OLD.revoked_at)",
        "a revoked key stays revoked",
    ),
    Refusal(
        "key_expires_no_later",
        _KEYS,
        "UPDATE",
        "OLD.expires_at IS NOT NULL AND (NEW.expires_at IS NULL "
        "OR NEW.expires_at > OLD.expires_at)",
        "the end of a key only comes nearer",
    ),
    Refusal(
        "key_keeps_its_slot",
        _KEYS,
        "UPDATE",
        "NEW.slot IS NOT NULL AND (OLD.slot IS NULL OR NEW.slot <> OLD.slot)",
        "a key does not come back to a slot",
    ),
    *append_only(_USES),
    *irreplaceable(_USES, "old.id = NEW.id"),
)
