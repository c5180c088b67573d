/** The rules that a form can tell at once. The API judges: it also knows the banks. */

const LEAST = 100, MOST = 100_000; // coins in a request
const UPI_ID =
  /^(?=.{3,100}$)(?!.*\.\.)[a-z0-9]([a-z0-9._-]*[a-z0-9_-])?@[a-z][a-z0-9]{1,63}$/i;
const RUPEES = new Intl.NumberFormat("en-IN", { style: "currency", currency: "INR" });

export const number = (coins) => coins.toLocaleString("en-IN");

/** 1 coin is ₹0.10. */
export const rupees = (coins) => RUPEES.format(coins / 10);

/** Whole coins, or null for anything else: "5e2", "500.5" and "" are mistakes. */
export const wholeCoins = (text) => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : null);

/** What is wrong with each field, as the server names them; {} if nothing is. */
export function mistakes({ amount, upiId }, balance) {
  const found = {};
  const coins = wholeCoins(amount);
  if (coins === null) found.amount = "Enter a whole number of coins, such as 500.";
  else if (coins < LEAST || coins > MOST)
    found.amount = `Enter ${number(LEAST)} to ${number(MOST)} coins.`;
  else if (coins > balance) found.amount = `You have ${number(balance)} coins.`;
  if (!UPI_ID.test(upiId))
    found.upi_id = "Enter a UPI ID, such as name@okhdfcbank.";
  return found;
}
