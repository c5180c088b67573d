/**
 * Receive webhooks: verify, take each event once, and never go back in time.
 *
 *   const status = await receive(secret, request.headers, rawBody, inbox);
 *
 * `rawBody` is the text as it arrived, not what a framework parsed and wrote anew.
 */

const TOLERANCE = 300; // seconds by which the clocks may differ
const HMAC = { name: "HMAC", hash: "SHA-256" };
const { subtle } = globalThis.crypto ?? (await import("node:crypto")).webcrypto; // Node 18

/** Take an event; the HTTP status to answer with, within 15 seconds. */
export async function receive(secret, headers, body, inbox) {
  let event;
  try {
    event = await verify(secret, headers, body);
  } catch {
    return 401;
  }
  await inbox.take(header(headers, "webhook-id"), event);
  return 200;
}

/** The event, if it is signed with the secret and new. */
export async function verify(secret, headers, body) {
  const sentAt = header(headers, "webhook-timestamp");
  const age = Math.abs(Date.now() / 1000 - Number(sentAt));
  if (!/^\d+$/.test(sentAt) || age > TOLERANCE) throw new Error("Too old or too new");
  const bits = bytes(secret.replace(/^whsec_/, ""));
  const key = await subtle.importKey("raw", bits, HMAC, false, ["verify"]);
  const text = `${header(headers, "webhook-id")}.${sentAt}.${body}`;
  const signed = new TextEncoder().encode(text);
  // While a secret is being replaced there are two signatures: one has to match.
  for (const each of header(headers, "webhook-signature").split(" ")) {
    const [version, signature = ""] = each.split(",");
    if (version !== "v1") continue;
    if (await subtle.verify(HMAC, key, bytes(signature), signed)) return JSON.parse(body);
  }
  throw new Error("No signature matches");
}

/** What was taken. In memory, to show the rules: in your database the two writes are
 * one transaction, as in ../python/webhooks.py. */
export class Inbox {
  handled = new Set();
  withdrawals = new Map();

  /** Whether the event says something new. */
  take(eventId, { type, data }) {
    if (this.handled.has(eventId)) return false; // it came before
    this.handled.add(eventId);
    if (!type.startsWith("withdrawal.")) return false; // a test event
    const known = this.withdrawals.get(data.id);
    if (known && known.sequence >= data.sequence) return false; // older than known
    this.withdrawals.set(data.id, data);
    return true;
  }
}

/** Of a Headers object, or of an object with lower-case names as Node has it. */
const header = (headers, name) => headers.get?.(name) ?? headers[name] ?? "";
const bytes = (base64) => Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
