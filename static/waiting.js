// What a page says while it waits for the server, and when no answer comes.
"use strict";

const OFFLINE = "You are offline. Nothing is sent until you are back; what you typed stays here.";
const NOTHING_CHANGED = "No answer came. Nothing was changed.";
const UNSURE = "No answer came, so this may or may not have been saved. Look before you try again.";
const REFUSED = {
  403: "You may not do this. Nothing was changed.",
  404: "This request is not here. Nothing was changed.",
};
const SLOW = 1000; // ms

function isPoll(event) {
  return event.detail.elt.matches("[data-poll]");
}

function banner(words, link) {
  document.querySelector(".retry")?.remove();
  const box = document.createElement("div");
  box.className = "alert alert-danger retry";
  box.setAttribute("role", "alert");
  const inner = document.createElement("div");
  inner.append(`${words} `);
  if (link) inner.append(Object.assign(document.createElement("a"), { href: location.href, textContent: link }));
  box.append(inner);
  document.body.append(box);
}

// A failed request is never sent again by itself: a second POST could be a second payment.
function noAnswer(event) {
  if (isPoll(event)) return;
  if (!navigator.onLine) banner(OFFLINE);
  else if (event.detail.requestConfig.verb === "get") banner(NOTHING_CHANGED, "Try again");
  else banner(UNSURE, "Reload the page");
}

// Still working: said after a second, taken back with the last answer.
let waiting = 0;
let timer;

function begin() {
  waiting += 1;
  if (waiting === 1) timer = setTimeout(() => { waitingLine().textContent = "Still working…"; }, SLOW);
}

function end() {
  waiting = Math.max(0, waiting - 1);
  if (waiting > 0) return;
  clearTimeout(timer);
  document.querySelector(".waiting")?.remove();
}

function waitingLine() {
  const line = Object.assign(document.createElement("p"), { className: "waiting" });
  line.setAttribute("role", "status");
  document.body.append(line);
  return line;
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (isPoll(event)) {
    if (document.hidden || !navigator.onLine) event.preventDefault();
  } else if (!navigator.onLine) {
    event.preventDefault();
    banner(OFFLINE);
  } else document.querySelector(".retry")?.remove();
});
document.addEventListener("htmx:beforeSend", (event) => { if (!isPoll(event)) begin(); });
document.addEventListener("htmx:afterRequest", (event) => { if (!isPoll(event)) end(); });
document.addEventListener("htmx:sendError", noAnswer);
document.addEventListener("htmx:timeout", noAnswer);
document.addEventListener("htmx:responseError", (event) => {
  const words = REFUSED[event.detail.xhr.status];
  if (words && !isPoll(event)) banner(words, "Reload the page");
  else noAnswer(event);
});
addEventListener("offline", () => banner(OFFLINE));
addEventListener("online", () => {
  document.querySelector(".retry")?.remove();
  announce("You are online again.");
});
