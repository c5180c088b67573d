// Small conveniences over pages that work without them. No inline code, no eval: the CSP is strict.
"use strict";

const LIVE_ID = "announce"; // <p id="announce" class="visually-hidden" role="status"> in the base page

function announce(words) {
  const live = document.getElementById(LIVE_ID);
  if (!live) return;
  live.textContent = ""; // so that the same words are read out a second time
  setTimeout(() => { live.textContent = words; }, 50);
}

// Safari has checkVisibility() only since 2024.
function isShown(element) {
  return element.checkVisibility?.() ?? element.getClientRects().length > 0;
}

// Below 1100 px there is no pane: let the link lead to the page instead of handing the click to htmx.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[hx-target="#pane"]');
  const pane = document.getElementById("pane");
  if (link && !(pane && isShown(pane))) event.stopPropagation();
}, true);

// The row whose request fills the pane is the current one; closing gives the focus back to it.
function markOpenRow(id) {
  for (const link of document.querySelectorAll('a[hx-target="#pane"]')) {
    if (link.id === id) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    if (link.id === id) link.closest("tr").scrollIntoView({ block: "nearest" });
  }
}

// After an act another request stands in its place: a second press meant for the first must not act on this one. So its
// buttons rest for a moment, and look it; a press that comes too soon is told of, and makes the rest longer.
let shown = document.getElementById("request-title")?.textContent;
let resting;

function rest(milliseconds) {
  clearTimeout(resting);
  document.documentElement.dataset.resting = "";
  resting = setTimeout(() => { delete document.documentElement.dataset.resting; }, milliseconds);
}

function tellTooSoon() {
  document.querySelector(".too-soon")?.remove();
  const textContent = `${shown} has just opened. Press again to act on it.`;
  const line = Object.assign(document.createElement("p"), { className: "too-soon", textContent });
  document.body.append(line);
  setTimeout(() => line.remove(), 3000);
  announce(textContent);
}

document.addEventListener("htmx:afterSettle", (event) => {
  const title = document.getElementById("request-title");
  if (!title || title.textContent === shown) return;
  shown = title.textContent;
  if (event.detail.requestConfig.verb === "post") rest(700);
  markOpenRow(`open-${new URL(location.href).searchParams.get("open")}`);
  const pane = title.closest("#pane");
  if (pane) pane.scrollTop = 0;
  else scrollTo(0, 0);
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-resting] #request :is(button[type=submit], summary)")) return;
  rest(400);
  tellTooSoon();
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-close-pane]")) return;
  event.preventDefault();
  const url = new URL(location.href);
  const row = document.getElementById(`open-${url.searchParams.get("open")}`);
  url.searchParams.delete("open");
  history.pushState({ htmx: true }, "", url);
  htmx.ajax("GET", url.href, { target: "#pane", select: "#no-request", swap: "innerHTML" }).then(() => row?.focus());
});

// Copy: <button data-copy="ananya42@ibl">. The "Copied" mark stays for two seconds.
async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    announce("Could not copy. Select the text and copy it by hand.");
    return;
  }
  announce(`Copied ${button.dataset.copy}`);
  const use = button.querySelector("use");
  if (use) use.setAttribute("href", use.getAttribute("href").replace("#copy", "#check"));
  button.dataset.copied = "";
  setTimeout(() => {
    delete button.dataset.copied;
    if (use) use.setAttribute("href", use.getAttribute("href").replace("#check", "#copy"));
  }, 2000);
}

// Dialog: <details data-dialog><summary>…</summary><dialog open>. Without a script the form opens in place.
function openDialog(host) {
  const dialog = host.querySelector("dialog");
  if (!isShown(host)) return; // in a pane that this width does not show
  host.open = true;
  dialog.removeAttribute("open"); // the markup has it open in place; close() would fire "close"
  dialog.getBoundingClientRect(); // Safari focuses only what it has laid out
  dialog.showModal();
}

function upgradeDialogs(root) {
  for (const host of root.querySelectorAll("details[data-dialog]")) {
    const dialog = host.querySelector("dialog");
    if (!dialog || dialog.dataset.ready) continue;
    dialog.dataset.ready = "";
    if (host.open) openDialog(host); // the server answered with errors in this form
    dialog.addEventListener("close", () => {
      host.open = false;
      host.querySelector("summary").focus();
    });
  }
}

// Popover: <details data-popover>. One at a time; Esc and a click outside close it.
function closePopovers(except, restoreFocus) {
  for (const popover of document.querySelectorAll("details[data-popover][open]")) {
    if (popover === except) continue;
    const hadFocus = popover.contains(document.activeElement);
    popover.open = false;
    if (restoreFocus && hadFocus) popover.querySelector("summary").focus();
  }
}

// Coins: <input data-coins="id of the output">. 1 coin = Rs 0.10, so integers only: no float ever holds money.
function rupees(coins) {
  const whole = Math.floor(coins / 10).toLocaleString("en-IN");
  return `₹${whole}.${coins % 10}0`;
}

function showRupees(input) {
  const output = document.getElementById(input.dataset.coins);
  const digits = input.value.trim();
  if (output) output.value = /^\d{1,9}$/.test(digits) ? `= ${rupees(Number(digits))}` : "= ₹0.00";
}

document.addEventListener("click", (event) => {
  const target = event.target;
  const copyButton = target.closest("[data-copy]");
  if (copyButton) copy(copyButton);

  const summary = target.closest("details[data-dialog] > summary");
  if (summary) {
    event.preventDefault();
    openDialog(summary.parentElement);
  }
  if (target.closest("[data-close]") || target.matches("dialog:modal")) target.closest("dialog").close();

  const fill = target.closest("[data-fill]");
  if (fill) {
    const input = document.getElementById(fill.getAttribute("aria-controls"));
    input.value = fill.dataset.fill;
    showRupees(input);
    announce(`${fill.dataset.fill} coins, ${rupees(Number(fill.dataset.fill))}`);
  }
  closePopovers(target.closest("details[data-popover]"), false);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closePopovers(null, true);
});

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-coins]")) showRupees(event.target);
});

// htmx: after a swap, focus goes where the new content says: the field to mend, or for example the pane's heading.
document.addEventListener("htmx:afterSettle", (event) => {
  const swapped = event.detail.elt;
  upgradeDialogs(document);
  tellNumber(event);
  if (document.querySelector("dialog:modal")) return;
  const heading = swapped.matches("[data-focus]") ? swapped : swapped.querySelector("[data-focus]");
  const focus = (heading && swapped.querySelector("[aria-invalid=true]")) ?? heading;
  if (focus) focus.focus({ preventScroll: focus === heading });
});

// A list that somebody asked for says how long it is; whoever pressed what is gone from it goes on from there.
function tellNumber(event) {
  const number = event.detail.elt.querySelector("#result-count");
  if (!number || event.detail.requestConfig.elt.id === "queue") return; // after an act, which is told itself
  announce(number.textContent.trim());
  if (document.activeElement === document.body) number.focus({ preventScroll: true });
}

// The server says what an act did: HX-Trigger: {"withdrawal-changed": {"words": "…"}}.
document.addEventListener("withdrawal-changed", (event) => announce(event.detail.words));

upgradeDialogs(document);
document.querySelectorAll("[data-coins]").forEach(showRupees);
document.querySelector("[data-focus-on-load]")?.focus();

// On a phone the sections scroll sideways: the current one is in sight.
document.querySelector(".nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
