"""Days and hours in India, the project's time zone: what they begin and end with."""

from datetime import date, datetime, time, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)  # that can be asked for
VALIDATORS = [MinValueValidator(FIRST), MaxValueValidator(LAST)]
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


def midnight(day: date) -> datetime:
    """The start of the day."""
    return timezone.make_aware(datetime.combine(day, time.min))


def period(
    since: date | None, until: date | None, hour: datetime | None
) -> tuple[datetime, datetime]:
    """The first moment, and the first one after: of whole days, or of an hour."""
    start, end = midnight(since or FIRST), midnight((until or LAST) + A_DAY)
    if hour:
        start, end = max(start, hour), min(end, hour + AN_HOUR)
    return start, end
