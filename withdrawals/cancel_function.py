"""How PostgreSQL takes a request back by itself. Installed by a migration."""

# The steps of a cancel in moving.py as one statement, the balance last as in
# functions.py. A request that is not as the code saw it, as its version tells, is left
# alone: the code looks again.
CANCEL = """
CREATE OR REPLACE FUNCTION withdrawals_cancel_2(
    request_id uuid, version_seen integer, old_status text, new_status text,
    message text, moment timestamptz,
    change_id uuid, kind_of_actor text, name_of_actor text, why text,
    refund_id uuid, owner text, coins bigint, refund_type text, refund_reason text,
    refund_reference text, most bigint,
    cancelled_topic text, event text,
    key_id uuid, key_scope text, key_text text,
    key_fingerprint text, key_answer text,
    unknown_balance text, patience text,
    OUT outcome text, OUT balance bigint, OUT fingerprint text, OUT answer jsonb
)
LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    usual_patience text := current_setting('lock_timeout');
    has_answer boolean;
    is_full boolean;
    is_heard boolean;
BEGIN
    SELECT known.id IS NOT NULL, known.fingerprint, known.answer,
        account.total_coins > most - coins, EXISTS (
            SELECT 1 FROM outbox_subscription heard WHERE heard.topic = cancelled_topic
        )
    INTO has_answer, fingerprint, answer, is_full, is_heard
    FROM (SELECT 1) one
    LEFT JOIN withdrawals_idempotencykey known
        ON known.scope = key_scope AND known.key = key_text
    LEFT JOIN wallet_usercoins account ON account.user_id = owner;

    outcome := 'known_key';
    IF has_answer THEN RETURN; END IF;

    outcome := 'balance_too_large';
    IF is_full THEN RETURN; END IF;

    outcome := 'made';
    IF key_id IS NOT NULL THEN
        patience := set_config(
            'lock_timeout', COALESCE(patience, usual_patience), TRUE
        );
        INSERT INTO withdrawals_idempotencykey (
            id, scope, key, fingerprint, answer, created_at
        ) VALUES (key_id, key_scope, key_text, key_fingerprint, '{}', moment);
        patience := set_config('lock_timeout', usual_patience, TRUE);
    END IF;
    UPDATE withdrawals_coinwithdrawal
    SET status = new_status, admin_notes = message, version = version_seen + 1
    WHERE id = request_id AND version = version_seen;
    IF NOT FOUND THEN
        RAISE 'the request has just changed' USING ERRCODE = 'serialization_failure';
    END IF;
    DELETE FROM withdrawals_claim WHERE withdrawal_id = request_id;
    INSERT INTO withdrawals_statuschange (
        id, withdrawal_id, from_status, to_status, actor_kind, actor, note, created_at
    ) VALUES (
        change_id, request_id, old_status, new_status, kind_of_actor, name_of_actor,
        why, moment
    );
    IF is_heard THEN
        PERFORM outbox_publish_1(
            cancelled_topic, event, request_id::text, version_seen + 1, moment
        );
    END IF;
    balance := wallet_credit_2(
        refund_id, owner, coins, refund_type, refund_reason, refund_reference, moment,
        most
    );
    IF key_id IS NOT NULL THEN
        UPDATE withdrawals_idempotencykey AS mine
        SET answer = replace(key_answer, unknown_balance, balance::text)::jsonb
        WHERE mine.id = key_id;
    END IF;
END $$
"""
