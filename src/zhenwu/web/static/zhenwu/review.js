// The review by keyboard: a key presses the button that names it (data-key), e goes to the item's words.
(() => {
  "use strict";
  const typing = (at) => at && (at.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName)) && at.type !== "checkbox";
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || typing(document.activeElement)) return;
    const side = document.getElementById("side");
    if (!side) return;
    if (event.key === "e") {
      const title = side.querySelector("input[name=title]");
      if (!title) return;
      event.preventDefault();
      title.focus();
      title.select();
      return;
    }
    const button = /^[a-z]$/.test(event.key) && side.querySelector(`[data-key="${event.key}"]`);
    if (button) {
      event.preventDefault();
      button.click();
    }
  });
  // the item beside is the one marked in the list
  document.addEventListener("click", (event) => {
    const row = event.target.closest('.rv a[hx-target="#side"]')?.closest("tr");
    if (!row) return;
    for (const other of row.parentElement.children) other.classList.toggle("cur", other === row);
  });
})();
