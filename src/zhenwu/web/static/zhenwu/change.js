// A request for a change shows only what its kind asks for; without script everything stands there.
(() => {
  "use strict";
  const form = document.querySelector("form[data-change]");
  const kind = form && form.querySelector("[name=kind]");
  if (!kind) return;
  const show = () => form.querySelectorAll("[data-for]").forEach((part) => {
    part.hidden = !part.dataset.for.split(" ").includes(kind.value);
  });
  kind.addEventListener("change", show);
  show();
})();
