#!/usr/bin/env bash
# Tries the JSON endpoints of a running server and says what held.
#
#   bash test_withdrawal_api.sh [BASE_URL]       default http://127.0.0.1:8000
#   API_KEY=... bash test_withdrawal_api.sh ...  where the server requires a key
#
# Needs curl, and a user test_user with 500 to 99,999 coins (the demo has one). It
# cancels what it creates, so the balance stays and it can be run again.
# Exit status: 0 when every case held, 1 otherwise.

set -u

API="${1:-http://127.0.0.1:8000}/api/razorpay/withdraw"
USER_ID=test_user
UNKNOWN=00000000-0000-4000-8000-000000000000

passed=0 failed=0 id='' status='' body=''
headers=(-H 'Content-Type: application/json')
if [ -n "${API_KEY:-}" ]; then
  headers+=(-H "Authorization: Bearer $API_KEY")
fi

# call GET|POST PATH [BODY]: the answer is left in $status and $body.
call() {
  local answer
  answer=$(curl --silent --max-time 20 --write-out '\n%{http_code}' \
    --request "$1" "${headers[@]}" ${3:+--data "$3"} "$API$2")
  status=${answer##*$'\n'}
  body=${answer%$'\n'*}
}

# expect NAME STATUS TEXT...: the last answer has the status and holds every text.
expect() {
  local name=$1 wanted=$2 text
  shift 2
  for text in "$@"; do
    [[ $body == *"$text"* ]] || wanted="$wanted with $text"
  done
  if [ "$status" = "$wanted" ]; then
    passed=$((passed + 1))
    echo "ok      $name"
  else
    failed=$((failed + 1))
    echo "FAILED  $name: expected $wanted, got $status $body"
  fi
}

# value NAME: the value of a field in the last answer.
value() {
  sed -n "s/.*\"$1\": *\"\{0,1\}\([^\",}]*\).*/\1/p" <<<"$body"
}

give_back() {
  if [ -n "$id" ]; then
    call POST /cancel/ "{\"withdrawal_id\": \"$id\"}"
  fi
}
trap give_back EXIT

echo "Withdrawals of $USER_ID at $API"

call POST / "{\"user_id\": \"$USER_ID\", \"amount\": 500, \"upi_id\": \"user@okhdfcbank\"}"
expect 'create a request' 201 '"success":true' '"rupees_amount":50.0' '"status":"pending"'
id=$(value withdrawal_id)
left=$(value remaining_coins)

call POST / "{\"user_id\": \"$USER_ID\", \"amount\": 500}"
expect 'refuse a missing field' 400 '"missing_field"' 'upi_id'

call POST / "{\"user_id\": \"$USER_ID\", \"amount\": 500, \"upi_id\": \"user@bank\"}"
expect 'refuse an invalid UPI ID' 400 '"invalid_upi_id"'

call POST / "{\"user_id\": \"$USER_ID\", \"amount\": 99, \"upi_id\": \"user@okhdfcbank\"}"
expect 'refuse too small an amount' 400 '"amount_out_of_range"'

call POST / "{\"user_id\": \"$USER_ID\", \"amount\": 100000, \"upi_id\": \"user@ybl\"}"
expect 'refuse more coins than there are' 400 '"insufficient_balance"' '"available"'

call GET "/history/?user_id=$USER_ID&limit=10&status=pending"
expect 'show it in the history' 200 "\"user_id\":\"$USER_ID\"" "\"id\":\"${id:-none}\""

call GET "/status/?withdrawal_id=$id"
expect 'show its status' 200 "\"id\":\"${id:-none}\"" '"status":"pending"'

call GET "/status/?withdrawal_id=$UNKNOWN"
expect 'find no unknown request' 404 '"withdrawal_not_found"'

call POST /cancel/ "{\"withdrawal_id\": \"$id\", \"reason\": \"Changed my mind\"}"
expect 'cancel it and refund the coins' 200 '"status":"cancelled"' \
  '"refunded_coins":500' "\"remaining_coins\":$((${left:-0} + 500))"
[ "$status" = 200 ] && trap - EXIT

call POST /cancel/ "{\"withdrawal_id\": \"$id\"}"
expect 'refuse to cancel it twice' 400 '"not_pending"'

echo "$passed ok, $failed failed"
[ "$failed" -eq 0 ]
