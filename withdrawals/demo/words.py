"""What the demo's people write, and why payments fail."""

EARNED = [
    "Questions solved this week",
    "Daily streak, 7 days",
    "Quiz of the week, top 100",
    "Mock test finished",
    "Answers marked as helpful",
]
REFERRED = "A friend joined and solved ten questions"

# By the name of the step that they belong to.
REASONS = {
    "reject": [
        "The account is under review for duplicate sign-ups",
        "The name at the bank does not match the account's name",
        "This UPI ID belongs to another user",
        "The coins came from referrals that were cancelled",
    ],
    "fail": [
        "UPI ID not found",
        "The beneficiary's bank is offline",
        "The name at the bank does not match",
        "The beneficiary has reached the daily limit",
        "The beneficiary's account is frozen",
        "Declined by the beneficiary's bank",
    ],
    "reverse": [
        "Returned by the beneficiary's bank: account closed",
        "Returned by the beneficiary's bank: credit not possible",
    ],
    "release": [
        "Waiting for the user to confirm the UPI ID",
        "End of shift, please take over",
    ],
    "cancel": [
        "",
        "",
        "Changed my mind",
        "Wrong UPI ID, I will ask again",
        "I want to save up for more",
    ],
    "add_note": [
        "Called the user: the UPI ID is right.",
        "Third request this week. Nothing unusual in the earnings.",
        "Name at the bank checked in the UPI app.",
        "First withdrawal of this user.",
        "Large amount: earnings checked against the quiz results.",
        "उपयोगकर्ता से बात हुई, UPI ID सही है।",
        "बैंक का नाम खाते के नाम से मेल खाता है।",
        "Mail sent, waiting for an answer until tomorrow.",
    ],
    "edit_message": [
        "Your bank refused the payment. Please check the UPI ID and ask again.",
        "Your bank was offline. Your coins are back, please ask again later.",
        "भुगतान नहीं हो सका। कृपया अपना UPI ID जाँचकर फिर से अनुरोध करें।",
    ],
}
