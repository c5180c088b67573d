import { useEffect, useState } from "react";
import { number, rupees } from "./rules.js";
import { read, send } from "./server.js";

const EVERY = 15_000; // milliseconds between two looks
const WORDS = {
  pending: "Waiting for review",
  processing: "Approved, the payment is on its way",
  completed: "Paid",
  failed: "Not paid, your coins are back",
  cancelled: "Cancelled, your coins are back",
};

/** A request, looked at again until it is final. */
export function WithdrawalStatus({ first, onBack }) {
  const [withdrawal, setWithdrawal] = useState(first);
  const [problem, setProblem] = useState(null);
  const { id, status } = withdrawal;
  const isOpen = status === "pending" || status === "processing";

  useEffect(() => {
    if (!isOpen) return;
    const look = () => read(`/withdrawals/${id}`).then(setWithdrawal, () => {});
    const timer = setInterval(look, EVERY);
    return () => clearInterval(timer);
  }, [id, isOpen]);

  const cancel = () =>
    send(`/withdrawals/${id}/cancel`, {}, crypto.randomUUID())
      .then(setWithdrawal, (refused) => setProblem(refused.message));

  return (
    <section aria-live="polite">
      <h1>{WORDS[status]}</h1>
      <p>
        <strong>{number(withdrawal.amount)} coins</strong>, {rupees(withdrawal.amount)}, to{" "}
        {withdrawal.upi_id}
      </p>
      <p>{withdrawal.failure_reason ?? withdrawal.admin_notes}</p>
      {problem && <p role="alert" className="problem">{problem}</p>}
      {status === "pending" && <button className="plain" onClick={cancel}>Cancel it</button>}
      <button onClick={onBack}>Back</button>
    </section>
  );
}
