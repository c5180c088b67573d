// Keys for the queue: each presses the visible control that carries it as data-key. Loaded only for who wants keys.
"use strict";
{
  const ROWS = '#queue tbody a[hx-target="#pane"]';
  const WITH_SHIFT = ["x", "?", "/"]; // some keyboards have the latter two there
  const HELD_DOWN = ["j", "k"];

  function isTyping(element) {
    return element.matches("input:not([type=checkbox]), textarea, select") || element.isContentEditable;
  }

  function isBusy() {
    return document.querySelector("dialog:modal, details[data-popover][open]") !== null;
  }

  // The row that has the focus; else the one whose request is open.
  function currentRow() {
    const row = document.activeElement.closest("tr") ?? document.querySelector(`${ROWS}[aria-current]`)?.closest("tr");
    return row?.closest("#queue") ? row : null;
  }

  function moveTo(step) {
    const links = [...document.querySelectorAll(ROWS)];
    const at = links.findIndex((link) => link.closest("tr") === currentRow());
    const link = at < 0 ? links[0] : links[at + step];
    if (!link) return;
    link.focus({ preventScroll: true, focusVisible: true }); // Safari shows no ring after a click
    link.closest("tr").scrollIntoView({ block: "nearest" });
  }

  function select(shiftKey) {
    const click = new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey });
    currentRow()?.querySelector("[data-select]")?.dispatchEvent(click);
  }

  function press(key) {
    const marked = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
    const control = marked.find((each) => isShown(each) && !each.disabled);
    if (!control) return false;
    if (control.matches("input, textarea, .pick-bar *")) control.focus({ focusVisible: true });
    else control.click();
    return true;
  }

  const ON_ROWS = { j: () => moveTo(1), k: () => moveTo(-1), x: (event) => select(event.shiftKey) };

  function leaveField(field) {
    if (field.closest("#request")) document.getElementById("request-title").focus();
    else field.blur();
  }

  // Before the page's own listener for Esc, which closes the menu that is open.
  document.addEventListener("keydown", (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isBusy()) return;
    if (event.shiftKey && !WITH_SHIFT.includes(key)) return;
    if (event.repeat && !HELD_DOWN.includes(key)) return;
    if (isTyping(event.target)) {
      if (key === "Escape") leaveField(event.target);
    } else if (ON_ROWS[key]) {
      ON_ROWS[key](event);
      event.preventDefault();
    } else if (press(key)) event.preventDefault();
  }, true);
}
