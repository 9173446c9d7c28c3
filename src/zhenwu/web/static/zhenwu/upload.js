// How far a file is on its way to the server. Forms that carry files work without it: it sends the same form, shows a bar, and can stop.
(() => {
  "use strict";
  const words = document.body.dataset;
  const slow = 300; // under 0.3 s nothing is shown
  const megabytes = (n) => (n / 1048576).toFixed(1);

  function shown(form, button, stop) {
    const box = document.createElement("div");
    box.className = "up";
    box.setAttribute("role", "status");
    const track = document.createElement("p");
    track.className = "prog";
    track.setAttribute("role", "progressbar");
    track.setAttribute("aria-valuemin", "0");
    track.setAttribute("aria-valuemax", "100");
    const bar = document.createElement("i");
    track.append(bar);
    const line = document.createElement("p");
    const told = document.createElement("span");
    const cancel = document.createElement("button");
    cancel.type = "button";
    cancel.className = "btn txt sm";
    cancel.textContent = words.upStop;
    cancel.addEventListener("click", stop);
    line.append(told, cancel);
    box.append(track, line);
    button.insertAdjacentElement("afterend", box);
    return { box, track, bar, told, cancel };
  }

  function tell(place, done, total) {
    const share = total ? Math.floor((100 * done) / total) : 0;
    place.bar.style.width = `${share}%`;
    place.track.setAttribute("aria-valuenow", String(share));
    const whole = done >= total;
    place.told.textContent = whole ? words.upRead : words.upSent.replace("{1}", megabytes(done)).replace("{2}", megabytes(total));
    place.cancel.hidden = whole;
  }

  function say(text) {
    const line = document.createElement("p");
    line.className = "note";
    line.textContent = text;
    document.getElementById("notice").replaceChildren(line);
  }

  // The answer is a whole page: what was read, or the form again with what is wrong.
  function take(html) {
    if (!/<main\b/.test(html)) return false;
    document.open();
    document.write(html);
    document.close();
    return true;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const chosen = Array.from(form.elements).some((field) => field.type === "file" && field.files.length);
    if (event.defaultPrevented || form.enctype !== "multipart/form-data" || !chosen || form.hasAttribute("hx-post")) return;
    event.preventDefault();
    const button = event.submitter || form.querySelector("button:not([type=button])");
    const data = new FormData(form);
    if (button.name) data.append(button.name, button.value);
    const asked = new XMLHttpRequest();
    let place = null;
    let far = [0, 1];
    const late = setTimeout(() => {
      place = shown(form, button, () => asked.abort());
      tell(place, ...far);
    }, slow);
    const over = () => {
      clearTimeout(late);
      if (place) place.box.remove();
      button.disabled = false;
    };
    button.disabled = true;
    asked.upload.addEventListener("progress", (sent) => {
      far = [sent.loaded, sent.total];
      if (place) tell(place, ...far);
    });
    asked.addEventListener("load", () => {
      const where = asked.getResponseHeader("X-Location");
      if (where) {
        const next = new URL(where, window.location.href);
        const here = next.pathname + next.search === window.location.pathname + window.location.search;
        window.location.assign(next.href);
        if (here) window.location.reload();
        return;
      }
      if (take(asked.responseText)) return;
      over();
      say(words.upRefused.replace("{1}", String(asked.status)));
    });
    asked.addEventListener("error", () => {
      over();
      say(words.lost);
    });
    asked.addEventListener("abort", over);
    asked.open("POST", form.getAttribute("action") || window.location.href);
    asked.setRequestHeader("X-Upload", "1");
    asked.send(data);
  });
})();
