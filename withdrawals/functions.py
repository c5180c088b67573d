"""What PostgreSQL does by itself for withdrawals. Installed by a migration."""

# submission.py's steps as one statement, the balance last: the row of an account that
# many ask for is locked for as short as can be. The rows come from the code as it
# would save them. What has changed since the function looked is tried once more.
SUBMIT = """
CREATE OR REPLACE FUNCTION withdrawals_submit_1(
    new_request json, new_change json, new_debit json, new_key json,
    known_handle text, unknown_balance text, patience text,
    OUT outcome text, OUT balance bigint, OUT is_test boolean,
    OUT fingerprint text, OUT answer jsonb
)
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    request withdrawals_coinwithdrawal :=
        json_populate_record(NULL::withdrawals_coinwithdrawal, new_request);
    change withdrawals_statuschange :=
        json_populate_record(NULL::withdrawals_statuschange, new_change);
    debit wallet_cointransaction :=
        json_populate_record(NULL::wallet_cointransaction, new_debit);
    kept withdrawals_idempotencykey :=
        json_populate_record(NULL::withdrawals_idempotencykey, new_key);
    usual_patience text := current_setting('lock_timeout');
BEGIN
    outcome := 'known_key';
    SELECT known.fingerprint, known.answer INTO fingerprint, answer
    FROM withdrawals_idempotencykey known
    WHERE known.scope = kept.scope AND known.key = kept.key;
    IF FOUND THEN RETURN; END IF;

    outcome := 'unknown_handle';
    IF NOT EXISTS (
        SELECT 1 FROM withdrawals_upihandle known
        WHERE known.handle = known_handle AND known.active
    ) THEN RETURN; END IF;

    outcome := 'other_kind';
    SELECT account.total_coins, account.is_test INTO balance, is_test
    FROM wallet_usercoins account WHERE account.user_id = request.user_id;
    IF is_test <> request.is_test THEN RETURN; END IF;

    outcome := 'insufficient_coins';
    balance := COALESCE(balance, 0);
    IF balance < request.coins_amount THEN RETURN; END IF;

    outcome := 'made';
    IF kept.id IS NOT NULL THEN
        PERFORM set_config(
            'lock_timeout', COALESCE(patience, usual_patience), TRUE
        );
        INSERT INTO withdrawals_idempotencykey VALUES (kept.*);
        PERFORM set_config('lock_timeout', usual_patience, TRUE);
    END IF;
    request.is_test := is_test;
    INSERT INTO withdrawals_coinwithdrawal VALUES (request.*)
    ON CONFLICT (reference) DO NOTHING;
    IF NOT FOUND THEN
        RAISE 'the reference is taken' USING ERRCODE = 'serialization_failure';
    END IF;
    INSERT INTO withdrawals_statuschange VALUES (change.*);
    debit := wallet_debit_1(debit);
    balance := debit.balance_after;
    IF kept.id IS NOT NULL THEN
        UPDATE withdrawals_idempotencykey AS mine
        SET answer = replace(mine.answer::text, unknown_balance, balance::text)::jsonb
        WHERE mine.id = kept.id;
    END IF;
END $$
"""
