// Selecting rows of the queue. Without it the boxes and buttons are a plain form.
"use strict";
{
  const boxes = () => [...document.querySelectorAll("input[data-select]")];
  const one = (name) => document.querySelector(`input[data-${name}]`);
  let last = null; // the box that was pressed last, where a range begins
  let withShift = false; // a click on the label around a box arrives there without its keys
  let kept = new Set(); // what was selected before a part of the page was replaced

  function showSelection(aloud) {
    const all = boxes();
    const number = all.filter((box) => box.checked).length;
    const bar = document.getElementById("pick-bar");
    if (!bar) return;
    const page = one("select-page");
    page.checked = number > 0 && number === all.length;
    page.indeterminate = number > 0 && number < all.length;
    const whole = one("select-all");
    const words = `${whole?.checked ? whole.dataset.selectAll : number} selected`;
    bar.querySelector("[data-picked]").textContent = words;
    if (aloud) announce(words);
  }

  function select(range, checked) {
    for (const box of range) box.checked = checked;
  }

  document.addEventListener("click", (event) => {
    const box = event.target.closest("input[data-select]");
    if (!box) {
      withShift = event.shiftKey && Boolean(event.target.closest("td.pick"));
      if (event.target.closest("[data-select-none]")) {
        select(boxes(), false);
        if (one("select-all")) one("select-all").checked = false;
        showSelection(true);
        one("select-page").focus();
      }
      return;
    }
    if ((event.shiftKey || withShift) && last?.isConnected && last !== box) {
      const all = boxes();
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      select(all.slice(from, to + 1), box.checked);
    }
    withShift = false;
    last = box;
  });

  document.addEventListener("change", (event) => {
    const { dataset, checked } = event.target;
    const isPage = "selectPage" in dataset;
    const isWhole = "selectAll" in dataset;
    if (!isPage && !isWhole && !("select" in dataset)) return;
    if (isPage || (isWhole && checked)) select(boxes(), checked);
    if (!isWhole && !checked && one("select-all")) one("select-all").checked = false;
    showSelection(true);
  });

  // A list that comes anew keeps what is selected of it; "all that match" is asked anew.
  document.addEventListener("htmx:beforeSwap", () => {
    kept = new Set(boxes().filter((box) => box.checked).map((box) => box.value));
  });
  document.addEventListener("htmx:afterSettle", () => {
    select(boxes().filter((box) => kept.has(box.value)), true);
    showSelection(false);
  });

  showSelection(false);
}
