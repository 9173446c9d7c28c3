// Two years side by side: the outcomes filter the list. Without this file they lead to their part of it.
(() => {
  "use strict";
  const list = document.getElementById("pairs");
  if (!list) return;
  const links = [...document.querySelectorAll("[data-only]")];
  const rows = [...list.querySelectorAll("[data-outcome]")];
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("[data-only]") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const only = link.dataset.only;
    links.forEach((one) => one.classList.toggle("on", one.dataset.only === only));
    rows.forEach((row) => {
      row.hidden = Boolean(only) && row.dataset.outcome !== only;
      if (row.hidden) row.classList.remove("cur");
    });
    list.classList.toggle("one", Boolean(only));
    if (!link.closest(".outs")) document.querySelector(".outs").scrollIntoView({ block: "nearest" });
  });
})();
