import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { number } from "./rules.js";
import { read } from "./server.js";
import { WithdrawalForm } from "./WithdrawalForm.jsx";
import { WithdrawalStatus } from "./WithdrawalStatus.jsx";

/** The form, or the request that was asked for; below the form, those before. */
function Withdrawals() {
  const [account, setAccount] = useState(null);
  const [shown, setShown] = useState(null);
  const [problem, setProblem] = useState(null);

  const load = () => read("/withdrawals").then(setAccount, (it) => setProblem(it.message));
  useEffect(() => { load(); }, []);

  function back() {
    setAccount(null); // the balance and the list are others now
    setShown(null);
    load();
  }

  if (shown) return <WithdrawalStatus key={shown.id} first={shown} onBack={back} />;
  if (problem) return <p role="alert" className="problem">{problem}</p>;
  if (!account) return <p>Loading…</p>;
  return (
    <>
      <WithdrawalForm balance={account.balance} onDone={setShown} onDoubt={load} />
      {account.withdrawals.length > 0 && <h2>Your withdrawals</h2>}
      <ul>
        {account.withdrawals.map((each) => (
          <li key={each.id}>
            <button className="plain" onClick={() => setShown(each)}>
              {number(each.amount)} coins, {each.status}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

createRoot(document.getElementById("withdrawals")).render(<Withdrawals />);
