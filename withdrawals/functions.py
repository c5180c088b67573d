"""What PostgreSQL does by itself for withdrawals. Installed by a migration."""

# submission.py's steps as one statement, the balance last: the row of an account that
# many ask for is locked for as short as can be. What the code knows, it says; what it
# leaves out is as the models have it. What has changed since the function looked is
# tried once more.
SUBMIT = """
CREATE OR REPLACE FUNCTION withdrawals_submit_2(
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
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    usual_patience text := current_setting('lock_timeout');
BEGIN
    outcome := 'known_key';
    SELECT known.fingerprint, known.answer INTO fingerprint, answer
    FROM withdrawals_idempotencykey known
    WHERE known.scope = key_scope AND known.key = key_text;
    IF FOUND THEN RETURN; END IF;

    outcome := 'unknown_handle';
    IF NOT EXISTS (
        SELECT 1 FROM withdrawals_upihandle known
        WHERE known.handle = known_handle AND known.active
    ) THEN RETURN; END IF;

    outcome := 'other_kind';
    SELECT account.total_coins, account.is_test INTO balance, is_test
    FROM wallet_usercoins account WHERE account.user_id = asker;
    IF is_test <> kind THEN RETURN; END IF;

    outcome := 'insufficient_coins';
    balance := COALESCE(balance, 0);
    IF balance < coins THEN RETURN; END IF;

    outcome := 'made';
    IF key_id IS NOT NULL THEN
        PERFORM set_config(
            'lock_timeout', COALESCE(patience, usual_patience), TRUE
        );
        INSERT INTO withdrawals_idempotencykey (
            id, scope, key, fingerprint, answer, created_at
        ) VALUES (key_id, key_scope, key_text, key_fingerprint, '{}', moment);
        PERFORM set_config('lock_timeout', usual_patience, TRUE);
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
    PERFORM outbox_publish_1(
        CASE WHEN is_test THEN test_topic ELSE live_topic END,
        event, request_id::text, 1, moment
    );
    balance := wallet_debit_2(
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
