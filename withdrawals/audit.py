"""The audit log: who came, who was refused, who changed rights, who looked."""

from wallet import clock
from withdrawals.actors import Actor
from withdrawals.masking import mask_all
from withdrawals.models import AuditAct, AuditEntry

SEE = "withdrawals.view_auditentry"
_MOST = 500  # characters


def record(
    act: AuditAct,
    *,
    actor: Actor | None = None,
    target: str = "",
    ip: str = "",
    **details: object,
) -> AuditEntry:
    """Write one entry. `details` are plain JSON; UPI IDs in text are masked here."""
    return AuditEntry.objects.create(
        act=act,
        actor_kind=actor.kind if actor else "",
        actor=actor.name if actor else "",
        target=_plain(target),
        details=_masked(details),
        ip=ip,
        created_at=clock.now(),
    )


def coins_imported(file: str, kind: str, rows: int, new: int) -> None:
    """What the wallet tells of an import, see COINS_IMPORTED in the settings."""
    record(
        AuditAct.IMPORTED,
        actor=Actor.system("import_coins"),
        target=file,
        kind=kind,
        rows=rows,
        new=new,
    )


def _masked(value: object) -> object:
    if isinstance(value, dict):
        return {str(name): _masked(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_masked(each) for each in value]
    return _plain(value) if isinstance(value, str) else value


def _plain(text: str) -> str:
    """Cut, without what PostgreSQL takes not, and without a whole UPI ID."""
    kept = text.replace("\0", "").encode(errors="replace").decode()
    return mask_all(kept)[:_MOST]
