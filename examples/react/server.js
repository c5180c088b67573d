/** What the page asks of the app's own server: withdrawal_proxy.py. */

const TIMEOUT = 60_000; // milliseconds

/** Why it was not done: `field` says which answer is to blame, if one is. */
export class Problem extends Error {
  constructor({ code, message, field = null, details = {} }) {
    super(message);
    Object.assign(this, { code, field, details });
  }
}

const UNKNOWN = new Problem({
  code: "no_answer",
  message: "We could not reach the server. Send it again: it is done once only.",
});

export const read = (path) => call(path, {});

export const send = (path, body, key) =>
  call(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": key },
    body: JSON.stringify(body),
  });

async function call(path, options) {
  let response, answer;
  try {
    response = await fetch(path, { ...options, signal: AbortSignal.timeout(TIMEOUT) });
    answer = await response.json();
  } catch {
    throw UNKNOWN;
  }
  if (!response.ok) throw new Problem(answer.error);
  return answer;
}
