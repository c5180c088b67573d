// The palette: one field that leads to a page, a tab, a saved view or a request. Its button opens it; where the button
// names a shortcut, Ctrl K does too, on a Mac ⌘ K.
"use strict";
{
  const palette = document.getElementById("palette");
  const button = document.querySelector("[data-palette]");
  const field = document.getElementById("palette-field");
  const list = document.getElementById("palette-list");
  const search = document.getElementById("palette-search");
  const status = palette.querySelector("[role=status]");
  const COMMAND = /Mac|iP/.test(navigator.platform) ? "metaKey" : "ctrlKey";
  const GROUP = "[role=group]";
  const LEFT = "[role=option]:not([hidden])";
  let active;

  const isThere = () => list.querySelector(GROUP) !== null;
  const left = () => [...list.querySelectorAll(LEFT)];

  // Words as they stand, and what they are made of: "high-value", "high", "value".
  function words(text) {
    const plain = text.normalize("NFKC").toLowerCase();
    return [...plain.split(/\s+/), ...plain.split(/[^\p{L}\p{M}\p{N}]+/u)];
  }

  function activate(option) {
    active?.setAttribute("aria-selected", "false");
    active = option;
    active?.setAttribute("aria-selected", "true");
    active?.scrollIntoView({ block: "nearest" });
    if (active === left()[0]) list.scrollTop = 0; // to the title above it
    field.setAttribute("aria-activedescendant", active?.id ?? "");
    field.setAttribute("aria-expanded", String(Boolean(active)));
  }

  function tell() {
    const number = list.querySelectorAll(`${GROUP} ${LEFT}`).length;
    if (!isThere()) status.textContent = "";
    else if (number) status.textContent = `${number} ${number === 1 ? "place" : "places"}`;
    else status.textContent = "No place of that name. Enter searches all requests.";
  }

  // What is typed are the beginnings of words, in any order.
  function filter() {
    const typed = field.value.trim();
    const asked = typed.normalize("NFKC").toLowerCase().split(/\s+/);
    for (const option of list.querySelectorAll(`${GROUP} [role=option]`)) {
      const own = words(option.textContent);
      option.hidden = !asked.every((start) => own.some((word) => word.startsWith(start)));
    }
    for (const group of list.querySelectorAll(GROUP)) group.hidden = !group.querySelector(LEFT);
    search.hidden = !typed;
    search.search = new URLSearchParams({ q: typed });
    search.lastElementChild.textContent = `Search all requests for “${typed}”`;
    activate(left()[0]);
    tell();
  }

  function open() {
    closePopovers(null, true); // what had the focus there could not get it back
    field.value = "";
    palette.showModal();
    filter();
    if (!isThere()) htmx.trigger(list, "palette");
  }

  button.addEventListener("click", open);
  field.addEventListener("input", filter);
  list.addEventListener("htmx:afterSettle", filter);

  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.shiftKey) return;
    const options = left();
    const at = options.indexOf(active);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Enter") active?.click();
    else if (to !== undefined) activate(options.at(to) ?? options[0]);
    else return;
    event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    if (!event[COMMAND] || event.shiftKey || event.altKey || event.key.toLowerCase() !== "k") return;
    if (!button.dataset.key || (document.querySelector("dialog:modal") ?? palette) !== palette) return;
    event.preventDefault();
    if (event.repeat) return;
    if (palette.open) palette.close();
    else open();
  });
}
