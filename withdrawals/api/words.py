"""What brings each error, and what to do about it, in words for who writes the app."""

_MEND = "Mend what field names and send the call again. message says what is right."
_AGAIN = "Wait Retry-After seconds and send the same call with the same key again."

# Each code with its cause and its remedy.
WORDS: dict[str, tuple[str, str]] = {
    "missing_field": (
        "A required field, a parameter or the whole body is not there.",
        _MEND,
    ),
    "invalid_field": ("A field or a parameter has the wrong type or form.", _MEND),
    "amount_out_of_range": (
        "Fewer coins than details.least or more than details.most.",
        "Ask for an amount within the two, or split it into several calls.",
    ),
    "invalid_upi_id": (
        "The text is no UPI ID, or no bank is known for what follows the @.",
        "Show the user details.suggestion if there is one, and let them correct it.",
    ),
    "insufficient_balance": (
        "The user has fewer coins than the request takes.",
        "Show details.available and let the user ask for fewer.",
    ),
    "balance_too_large": (
        "The credit would lift the account above what one may hold.",
        "Look at the amount: an honest one never comes near.",
    ),
    "items_refused": (
        "With all_or_nothing: at least one item is refused, so none was credited.",
        "Mend or leave out the items that details.items names, and send all again.",
    ),
    "invalid_cursor": (
        "The cursor is not the next of an earlier answer for this list and user.",
        "Begin with the first page again.",
    ),
    "wrong_mode": (
        "A test key was used for a live user, or a live key for a test user.",
        "Use test keys with users that only ever came with test keys.",
    ),
    "key_in_url": (
        "A key came in the address, where logs and browsers keep it.",
        "Send it in the header Authorization, and revoke the one that was sent so.",
    ),
    "missing_scope": (
        "The key does not have the scope that details.scope names.",
        "Ask for a key with that scope, or use the right one of your keys.",
    ),
    "network_not_allowed": (
        "The key works from some networks only, and details.ip is not in them.",
        "Call from there, or let an administrator add the network.",
    ),
    "not_pending": (
        "Only a request that nobody has approved yet can be cancelled.",
        "Ask for its status and show it: it may be paid already.",
    ),
    "invalid_json": (
        "The body is no JSON object, or one that could be read in two ways.",
        "Send one object in UTF-8, without doubled keys, NaN and a byte order mark.",
    ),
    "bad_request": (
        "The request itself is broken: its host, its encoding or its size.",
        "Compare it with the examples of the guide.",
    ),
    "https_required": (
        "The call came over http.",
        "Call the same address with https://. Replace a key that was sent so.",
    ),
    "unauthorized": (
        "The key is missing, wrong, expired or revoked.",
        "Send Authorization: Bearer <key> with a valid key.",
    ),
    "key_required": (
        "Without a key nobody knows which app's webhooks are meant.",
        "Send a key of the app that has the scope webhooks:manage.",
    ),
    "forbidden": (
        "This address is not for calls by an app.",
        "Call the addresses of this document only.",
    ),
    "withdrawal_not_found": (
        "There is no such request, or it is not of the user_id that was sent.",
        "Look at the withdrawal_id, and whose request it is.",
    ),
    "webhook_not_found": (
        "The app has no such webhook in the mode of the key.",
        "Look at the webhook_id, and whether the key is a live or a test one.",
    ),
    "delivery_not_found": (
        "Nothing by this delivery_id was sent to the webhook, or it is long ago.",
        "Take the id from the list of the webhook's deliveries.",
    ),
    "not_found": (
        "There is nothing at this address.",
        "Look at the address: its last slash is part of it.",
    ),
    "method_not_allowed": (
        "The address takes another method.",
        "Use the one that the header Allow names.",
    ),
    "reference_reused": (
        "The reference was posted before, with another user, amount or type.",
        "Nothing was posted twice. If these are other coins, name them otherwise.",
    ),
    "too_many_webhooks": (
        "The app has as many webhooks of this mode as it may have.",
        "Delete one that is not needed any more.",
    ),
    "webhook_disabled": (
        "The webhook was disabled, so that nothing is sent to it.",
        "Enable it when its server takes events again.",
    ),
    "request_in_progress": (
        "The first call with this Idempotency-Key has not ended.",
        _AGAIN,
    ),
    "body_too_large": (
        "The body is larger than the address takes.",
        "Send fewer items in each call.",
    ),
    "unsupported_media_type": (
        "The body does not call itself application/json.",
        "Send Content-Type: application/json.",
    ),
    "idempotency_key_reused": (
        "The Idempotency-Key came before with another body.",
        "Use a new key for each act, and the same one only to repeat it.",
    ),
    "return_url_not_allowed": (
        "The return_url is not one of those that an admin has set for this app.",
        "Send one of them, letter by letter, or have it added.",
    ),
    "rate_limited": (
        "Too many calls with one key, or too many acts for one user, in a short time.",
        "Wait Retry-After seconds, then send it again. RateLimit tells what is left.",
    ),
    "internal_error": (
        "A fault of ours, which is logged.",
        "Send the same call with the same key again, later. Tell us X-Request-Id.",
    ),
    "unavailable": ("The database did not answer.", _AGAIN),
}
