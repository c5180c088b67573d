import { useState } from "react";
import { mistakes, number, rupees, wholeCoins } from "./rules.js";
import { send } from "./server.js";

/** Ask for a withdrawal. `onDone` gets the request that was made; `onDoubt` is called
 * when an earlier one turns out to have been made as well. */
export function WithdrawalForm({ balance, onDone, onDoubt }) {
  const [answers, setAnswers] = useState({ amount: "", upiId: "" });
  const [errors, setErrors] = useState({});
  const [isSending, setSending] = useState(false);
  // Names this act until it is done, however often it is sent: it is done once.
  const [key, setKey] = useState(() => crypto.randomUUID());

  async function submit(event) {
    event.preventDefault();
    const given = { amount: answers.amount.trim(), upiId: answers.upiId.normalize("NFKC").trim() };
    const found = mistakes(given, balance);
    setErrors(found);
    if (Object.keys(found).length) return focusFirst(event.target, found);
    setSending(true);
    try {
      const body = { amount: wholeCoins(given.amount), upi_id: given.upiId };
      onDone(await send("/withdrawals", body, key));
    } catch (problem) {
      tell(problem, event.target);
    } finally {
      setSending(false);
    }
  }

  function tell({ code, field, message, details }, form) {
    if (code === "idempotency_key_reused") {
      setKey(crypto.randomUUID()); // what was sent before the answers changed was done
      message = "Your first request was made: it is below. Ask again if you want both.";
      onDoubt();
    }
    const found = { [field in FIELDS ? field : "form"]: message };
    setErrors({ ...found, suggestion: details?.suggestion });
    focusFirst(form, found);
  }

  const change = (name) => (event) =>
    setAnswers({ ...answers, [name]: event.target.value });
  const coins = wholeCoins(answers.amount.trim());

  return (
    <form onSubmit={submit} noValidate>
      <h1>Withdraw coins</h1>
      <p>
        You have <strong>{number(balance)} coins</strong>, worth {rupees(balance)}.
      </p>
      {errors.form && <p role="alert" className="problem">{errors.form}</p>}
      <Field name="amount" error={errors.amount} inputMode="numeric" autoComplete="off"
        value={answers.amount} onChange={change("amount")}>
        <output htmlFor="amount">{coins ? `= ${rupees(coins)}` : "1 coin = ₹0.10"}</output>
      </Field>
      <Field name="upi_id" error={errors.upi_id} autoCapitalize="none" spellCheck={false}
        autoComplete="off" value={answers.upiId} onChange={change("upiId")} />
      {errors.suggestion && (
        <button type="button" className="plain" onClick={() => {
          setAnswers({ ...answers, upiId: errors.suggestion });
          setErrors({});
        }}>
          Use {errors.suggestion}
        </button>
      )}
      <button disabled={isSending}>{isSending ? "Sending…" : "Withdraw"}</button>
    </form>
  );
}

const FIELDS = { amount: "Coins", upi_id: "UPI ID" };

function Field({ name, error, children, ...input }) {
  return (
    <div className="field">
      <label htmlFor={name}>{FIELDS[name]}</label>
      <div className="row">
        <input id={name} name={name} {...input} aria-invalid={Boolean(error)}
          aria-describedby={error && `${name}-error`} />
        {children}
      </div>
      {error && <p id={`${name}-error`} className="problem">{error}</p>}
    </div>
  );
}

const focusFirst = (form, errors) =>
  Object.keys(FIELDS).some((name) => errors[name] && !form.elements[name].focus());
