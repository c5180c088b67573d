/**
 * A client of the coin withdrawal API in one file without dependencies: copy it. For
 * Node 18 and newer, Deno, Bun and browsers.
 *
 *   const coins = new Client("https://coins.example.com", process.env.COINS_KEY);
 *   const made = await coins.create("user123", 500, "john@okhdfcbank", "order-4711");
 *
 * A key can act for every user: keep it on your servers. Amounts are whole coins.
 */

const ATTEMPTS = 6;
const LONGEST_WAIT = 30; // seconds between two attempts
const TIMEOUT = 30_000; // milliseconds for one attempt
const FINAL = ["completed", "failed", "cancelled"];
const crypto = globalThis.crypto ?? (await import("node:crypto")).webcrypto; // Node 18

/** Nobody can tell whether it was done: send it again later, with the same key. */
export class NoAnswer extends Error {
  constructor(key, cause) {
    super(`No answer came (Idempotency-Key ${key})`, { cause });
    this.key = key;
  }
}

/** An error the API answered with. Decide by `code`; `message` may be shown. */
export class Refused extends Error {
  constructor({ status, statusText, headers }, error) {
    super(error?.message ?? statusText);
    this.status = status;
    this.code = error?.code ?? `http_${status}`;
    this.field = error?.field ?? null;
    this.details = error?.details ?? {};
    this.requestId = headers.get("X-Request-Id");
  }
}

export class Client {
  #base;
  #key;
  #attempts;
  #sleep;

  constructor(baseUrl, apiKey, { attempts = ATTEMPTS, sleep = pause } = {}) {
    this.#base = `${baseUrl.replace(/\/$/, "")}/api/razorpay/`;
    this.#key = apiKey;
    this.#attempts = attempts;
    this.#sleep = sleep;
  }

  /** Ask for a withdrawal. The key is your own name of this act, kept before you call:
   * sent again with the same one, after a restart too, it is done once. */
  create(userId, amount, upiId, idempotencyKey) {
    const body = { user_id: userId, amount, upi_id: upiId };
    return this.#post("withdraw/", body, idempotencyKey);
  }

  /** Take a pending request back. With its user's id, nobody else's is found. */
  cancel(withdrawalId, userId, reason) {
    const body = { withdrawal_id: withdrawalId, user_id: userId, reason };
    return this.#post("withdraw/cancel/", body);
  }

  /** Give coins. The same `reference` never posts twice, whatever the key. */
  credit(userId, amount, reason, reference, type) {
    const body = { user_id: userId, amount, type, reason, reference };
    return this.#post("coins/credit/", body);
  }

  /** Up to 1,000 credits, as the API has them; what became of each, in order. */
  creditMany(items, allOrNothing = false) {
    return this.#post("coins/credit/bulk/", { items, all_or_nothing: allOrNothing });
  }

  async balance(userId) {
    return (await this.#get("coins/balance/", { user_id: userId })).body.data;
  }

  async status(withdrawalId, userId, include) {
    const query = { withdrawal_id: withdrawalId, user_id: userId, include };
    return (await this.#get("withdraw/status/", query)).body.data;
  }

  /** The request now and after each change, until it is final. */
  async *watch(withdrawalId, userId, every = 30) {
    const query = { withdrawal_id: withdrawalId, user_id: userId };
    for (let headers = {}; ; await this.#sleep(every)) {
      const { response, body } = await this.#get("withdraw/status/", query, headers);
      if (response.status === 304) continue;
      yield body.data;
      if (FINAL.includes(body.data.status)) return;
      headers = { "If-None-Match": response.headers.get("ETag") };
    }
  }

  /** The user's requests, newest first; filters: status, from, to, limit. */
  history(userId, filters) {
    return this.#pages("withdraw/history/", { user_id: userId, ...filters });
  }

  /** What moved the user's coins, newest first; limit is the size of a page. */
  movements(userId, filters) {
    return this.#pages("coins/movements/", { user_id: userId, ...filters });
  }

  /** A link that lets the user in to the hosted page once, within 60 seconds; more:
   * state, amount, upi_id. */
  link(userId, returnUrl, more) {
    const body = { user_id: userId, return_url: returnUrl, ...more };
    return this.#post("withdraw/link/", body);
  }

  async webhooks() {
    return (await this.#get("webhooks/", {})).body.data;
  }

  /** Keep its id, and the secret that verifies what is sent. */
  async addWebhook(url, events) {
    const made = await this.#post("webhooks/", { url, events });
    const told = await this.#get("webhooks/secret/", { webhook_id: made.id });
    return { ...made, ...told.body.data };
  }

  /** act: events, disable, enable, rotate, test, redeliver or delete. */
  webhook(act, webhookId, more) {
    return this.#post(`webhooks/${act}/`, { webhook_id: webhookId, ...more });
  }

  /** What was sent to a webhook, newest first; filters: outcome, limit. */
  deliveries(webhookId, filters) {
    return this.#pages("webhooks/deliveries/", { webhook_id: webhookId, ...filters });
  }

  async *#pages(path, query) {
    for (let cursor = ""; cursor !== null; ) {
      const { body } = await this.#get(path, { ...query, cursor });
      yield* body.data;
      cursor = body.next;
    }
  }

  #get(path, query, headers = {}) {
    const given = Object.entries(query).filter(([, value]) => value !== undefined);
    return this.#send(`${path}?${new URLSearchParams(given)}`, { headers });
  }

  async #post(path, body, key = crypto.randomUUID()) {
    const headers = { "Content-Type": "application/json", "Idempotency-Key": key };
    const call = { method: "POST", headers, body: JSON.stringify(body) };
    return (await this.#send(path, call)).body.data;
  }

  /** Send it, the same each time, until there is an answer that will not change. */
  async #send(path, call) {
    const headers = { ...call.headers, Authorization: `Bearer ${this.#key}` };
    let got;
    for (let attempt = 0; attempt < this.#attempts; attempt++) {
      if (attempt) await this.#sleep(wait(attempt, got.response));
      got = await tryOnce(this.#base + path, { ...call, headers });
      if (got.response && !mayChange(got)) break;
    }
    const { response, body, cause } = got;
    if (!response) throw new NoAnswer(headers["Idempotency-Key"], cause);
    if (!response.ok && response.status !== 304) throw new Refused(response, body?.error);
    return got;
  }
}

const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

async function tryOnce(url, call) {
  const signal = AbortSignal.timeout(TIMEOUT);
  try {
    const response = await fetch(url, { ...call, signal, redirect: "manual" });
    return { response, body: parsed(await response.text()) };
  } catch (cause) { // no connection, cut off, too slow
    return { cause };
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch { // not of the API, but of something on the way
    return null;
  }
}

/** Whether the same call may be answered otherwise a little later. */
function mayChange({ response: { status }, body }) {
  if (status === 409) return body?.error?.code === "request_in_progress";
  return status === 429 || status >= 500;
}

/** Seconds: what the server asked for, and a random part of twice as long each time,
 * so that those who failed together do not come back together. */
function wait(attempt, response) {
  const backoff = Math.random() * Math.min(LONGEST_WAIT, 0.5 * 2 ** attempt);
  return backoff + (Number(response?.headers.get("Retry-After")) || 0);
}
