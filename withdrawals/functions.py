"""What PostgreSQL does by itself for withdrawals. Installed by a migration."""

# submission.py's steps as one statement, the balance last: the row of an account that
# many ask for is locked for as short as can be. What the code knows, it says; what it
# leaves out is as the models have it. What has changed since the function looked is
# tried once more. One query looks at all: PostgreSQL takes longer around a query.
SUBMIT = """
CREATE OR REPLACE FUNCTION withdrawals_submit_3(
    request_id uuid, short_name text, asker text, coins integer, rupees numeric,
    payee text, known_handle text, kind boolean, message text, moment timestamptz,
    change_id uuid, kind_of_actor text, name_of_actor text,
    debit_id uuid, debit_type text, debit_reason text, debit_reference text,
    key_id uuid, key_scope text, key_text text, key_fingerprint text, key_answer text,
    unknown_balance text, patience text,
    live_topic text, test_topic text, event text,
    OUT outcome text, OUT balance bigint, OUT is_test boolean,
    OUT fingerprint text, OUT answer jsonb
)
LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    usual_patience text := current_setting('lock_timeout');
    has_answer boolean;
    has_handle boolean;
    is_heard boolean;
BEGIN
    SELECT known.id IS NOT NULL, known.fingerprint, known.answer,
        handle.handle IS NOT NULL, account.total_coins, account.is_test, EXISTS (
            SELECT 1 FROM outbox_subscription heard
            WHERE heard.topic IN (live_topic, test_topic)
        )
    INTO has_answer, fingerprint, answer, has_handle, balance, is_test, is_heard
    FROM (SELECT 1) one
    LEFT JOIN withdrawals_idempotencykey known
        ON known.scope = key_scope AND known.key = key_text
    LEFT JOIN withdrawals_upihandle handle
        ON handle.handle = known_handle AND handle.active
    LEFT JOIN wallet_usercoins account ON account.user_id = asker;

    outcome := 'known_key';
    IF has_answer THEN RETURN; END IF;

    outcome := 'unknown_handle';
    IF NOT has_handle THEN RETURN; END IF;

    outcome := 'other_kind';
    IF is_test <> kind THEN RETURN; END IF;

    outcome := 'insufficient_coins';
    balance := COALESCE(balance, 0);
    IF balance < coins THEN RETURN; END IF;

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
    INSERT INTO withdrawals_coinwithdrawal (
        id, reference, user_id, coins_amount, rupees_amount, upi_id, status,
        admin_notes, started_by, version, is_test, created_at
    ) VALUES (
        request_id, short_name, asker, coins, rupees, payee, 'pending',
        message, '', 1, is_test, moment
    ) ON CONFLICT (reference) DO NOTHING;
    IF NOT FOUND THEN
        RAISE 'the reference is taken' USING ERRCODE = 'serialization_failure';
    END IF;
    INSERT INTO withdrawals_statuschange (
        id, withdrawal_id, from_status, to_status, actor_kind, actor, note, created_at
    ) VALUES (
        change_id, request_id, '', 'pending', kind_of_actor, name_of_actor, '', moment
    );
    IF is_heard THEN
        PERFORM outbox_publish_1(
            CASE WHEN is_test THEN test_topic ELSE live_topic END,
            event, request_id::text, 1, moment
        );
    END IF;
    balance := wallet_debit_3(
        debit_id, asker, coins, debit_type, debit_reason, debit_reference, moment
    );
    IF key_id IS NOT NULL THEN
        UPDATE withdrawals_idempotencykey AS mine
        SET answer = replace(key_answer, unknown_balance, balance::text)::jsonb
        WHERE mine.id = key_id;
    END IF;
END $$
"""
FUNCTIONS = (SUBMIT,)
