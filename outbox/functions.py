"""What PostgreSQL does by itself for the outbox. Installed by a migration."""

# Behind one that waits, it waits as long: no worker looks at it in vain.
PUBLICATION = """
    INSERT INTO outbox_job (kind, target, ordering_key, position, payload, state,
        due_at, attempts, lease, last_error, created_at)
    SELECT kind, target, key, {position}, {payload}, 'due', COALESCE((
            SELECT MAX(before.due_at) FROM outbox_job before
            WHERE before.state = 'due' AND before.ordering_key <> ''
                AND before.ordering_key = heard.key
        ), {moment}), 0, 0, '', {moment}
    FROM (
        SELECT kind, target, kind || ':' || target || ':' || {subject} AS key
        FROM outbox_subscription WHERE topic = {topic}
    ) heard
"""

_VALUES = {
    "position": "new_position",
    "payload": "new_payload",
    "moment": "moment",
    "subject": "subject",
    "topic": "heard_topic",
}
# box.publish, for other functions.
PUBLISH = f"""
CREATE OR REPLACE FUNCTION outbox_publish_1(
    heard_topic text, new_payload text, subject text, new_position integer,
    moment timestamptz
) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    {PUBLICATION.format_map(_VALUES)};
END $$
"""
FUNCTIONS = (PUBLISH,)
