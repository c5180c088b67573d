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
  const STEPS = {
    ArrowDown: (at, number) => (at + 1) % number,
    ArrowUp: (at, number) => (at - 1 + number) % number,
    Home: () => 0,
    End: (at, number) => number - 1,
  };
  let active;

  const isThere = () => list.querySelector("[role=group]") !== null;
  const shown = () => [...list.querySelectorAll("[role=option]:not([hidden])")];

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
    if (active === shown()[0]) list.scrollTop = 0; // to the title above it
    field.setAttribute("aria-activedescendant", active?.id ?? "");
    field.setAttribute("aria-expanded", String(Boolean(active)));
  }

  function tell(number) {
    if (!isThere()) status.textContent = "";
    else if (number) status.textContent = `${number} ${number === 1 ? "place" : "places"}`;
    else status.textContent = "No place of that name. Enter searches all requests.";
  }

  // What is typed are the beginnings of words, in any order.
  function filter() {
    const typed = field.value.trim();
    const asked = typed.normalize("NFKC").toLowerCase().split(/\s+/);
    let number = 0;
    for (const group of list.querySelectorAll("[role=group]")) {
      const options = [...group.querySelectorAll("[role=option]")];
      for (const option of options) {
        const own = words(option.textContent);
        option.hidden = !asked.every((start) => own.some((word) => word.startsWith(start)));
      }
      const left = options.filter((option) => !option.hidden).length;
      group.hidden = left === 0;
      number += left;
    }
    search.hidden = !typed;
    search.search = new URLSearchParams({ q: typed });
    search.lastElementChild.textContent = `Search all requests for “${typed}”`;
    activate(shown()[0]);
    tell(number);
  }

  function open() {
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
    const options = shown();
    if (event.key === "Enter") active?.click();
    else if (STEPS[event.key]) activate(options[STEPS[event.key](options.indexOf(active), options.length)]);
    else return;
    event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !event[COMMAND] || event.shiftKey || event.altKey) return;
    if (!button.dataset.key || (document.querySelector("dialog:modal") ?? palette) !== palette) return;
    event.preventDefault();
    if (event.repeat) return;
    if (palette.open) palette.close();
    else open();
  });
}
