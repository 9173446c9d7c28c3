// The keyboard, menus, the popover, forms and drafts. No inline scripts anywhere: pages say what they want with data-* attributes.
// Chromium 86 must run it. Everything here is an extra: links and forms work without it.
(() => {
  "use strict";
  const body = document.body;
  const root = document.documentElement;
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const typing = (node) => node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName);
  const csrf = () => body.dataset.csrf || "";

  // --- notice ---
  function say(text) {
    const notice = $("#notice");
    if (!notice) return;
    const line = document.createElement("p");
    line.className = "note";
    line.textContent = text;
    notice.replaceChildren(line);
  }

  // --- htmx: token with every write, words when the network is gone ---
  body.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = csrf();
  });
  body.addEventListener("htmx:sendError", () => say(body.dataset.lost));
  body.addEventListener("htmx:load", (event) => start(event.detail.elt));
  body.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest("form");
    if (!form || !event.detail.successful || event.detail.requestConfig.verb === "get") return;
    delete form.dataset.dirty;
    clearTimeout(timers.get(form));
    if (form.dataset.draft) forget(form.dataset.draft);
  });

  // --- print: what is folded away on the screen belongs on the paper ---
  window.addEventListener("beforeprint", () =>
    $$("details[data-unfold]:not([open])").forEach((fold) => {
      fold.open = true;
      fold.dataset.unfolded = "";
    }),
  );
  window.addEventListener("afterprint", () =>
    $$("details[data-unfolded]").forEach((fold) => {
      fold.open = false;
      delete fold.dataset.unfolded;
    }),
  );

  // --- look: large type, collapsed rail; a cookie makes the next page right at first paint ---
  const COOKIES = { large: ["zw_type", "large", "normal"], narrow: ["zw_rail", "narrow", "wide"] };
  function look(name, on) {
    const [cookie, yes, no] = COOKIES[name];
    root.classList.toggle(name, on);
    document.cookie = `${cookie}=${on ? yes : no};path=/;max-age=31536000;samesite=lax`;
    try {
      localStorage.setItem(cookie, on ? yes : no);
    } catch (error) {
      // a browser without storage keeps the cookie
    }
    $$(`[data-look=${name}]`).forEach((button) => {
      button.value = on ? no : yes;
      if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", String(on));
    });
    window.dispatchEvent(new Event("resize"));
  }
  // Somebody whose cookies are cleared at the end of the day still finds large type in the morning.
  Object.entries(COOKIES).forEach(([name, [cookie, yes]]) => {
    try {
      if (!document.cookie.includes(`${cookie}=`) && localStorage.getItem(cookie) === yes) look(name, true);
    } catch (error) {
      // as above
    }
  });

  // --- popover of a number ---
  const pop = $("#pop");
  let opener = null;
  function closePop(returnFocus) {
    if (!pop || pop.hidden) return false;
    pop.hidden = true;
    pop.replaceChildren();
    if (opener) {
      opener.removeAttribute("aria-expanded");
      if (returnFocus) opener.focus();
    }
    opener = null;
    return true;
  }
  function placePop() {
    if (!opener || !pop || pop.hidden) return;
    const at = opener.getBoundingClientRect();
    const wide = pop.offsetWidth;
    const left = Math.max(16, Math.min(at.left - 28, root.clientWidth - wide - 16));
    const below = at.bottom + 8 + pop.offsetHeight <= root.clientHeight || at.top < pop.offsetHeight + 8;
    pop.style.left = `${left + window.scrollX}px`;
    pop.style.top = `${(below ? at.bottom + 8 : at.top - pop.offsetHeight - 8) + window.scrollY}px`;
  }
  function openPop(link) {
    closePop(false);
    opener = link;
    link.setAttribute("aria-expanded", "true");
    pop.setAttribute("aria-label", link.textContent.trim());
    const lines = document.createElement("div");
    lines.className = "sk";
    lines.append(...[100, 82, 64].map((w) => Object.assign(document.createElement("i"), { style: `width:${w}%` })));
    // under 0.3 s nothing is shown
    const slow = setTimeout(() => {
      pop.replaceChildren(lines);
      pop.hidden = false;
      placePop();
    }, 300);
    fetch(link.dataset.pop, { headers: { "HX-Request": "true", "HX-Target": "pop" }, credentials: "same-origin" })
      .then((response) => {
        if (response.headers.get("HX-Redirect")) throw new Error("signed out");
        return response.text();
      })
      .then((html) => {
        clearTimeout(slow);
        if (opener !== link) return;
        pop.innerHTML = html;
        pop.hidden = false;
        if (window.htmx) window.htmx.process(pop);
        placePop();
        pop.focus();
      })
      .catch(() => {
        clearTimeout(slow);
        window.location.assign(link.href);
      });
  }
  window.addEventListener("resize", placePop);

  // --- clicks ---
  document.addEventListener("click", (event) => {
    const node = event.target instanceof Element ? event.target : null;
    if (!node) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    const number = node.closest("[data-pop]");
    if (number && plain && pop) {
      event.preventDefault();
      if (opener === number) closePop(true);
      else openPop(number);
      return;
    }
    if (node.closest("[data-pop-close]")) return void closePop(true);
    if (pop && !pop.hidden && !pop.contains(node)) closePop(false);
    $$("details.menu[open]").forEach((menu) => menu.contains(node) || menu.removeAttribute("open"));

    const asks = node.closest("[data-confirm]");
    if (asks && !window.confirm(asks.dataset.confirm)) return void event.preventDefault();
    const looks = node.closest("[data-look]");
    if (looks) {
      event.preventDefault();
      return void look(looks.dataset.look, !root.classList.contains(looks.dataset.look));
    }
    const copies = node.closest("[data-copy]");
    if (copies) {
      if (navigator.clipboard) navigator.clipboard.writeText(copies.dataset.copy).then(() => say(body.dataset.copied));
      else copyByHand(copies.dataset.copy);
    }
    if (node.closest("[data-print]")) window.print();
    if (node.closest("[data-back]") && history.length > 1) {
      event.preventDefault();
      history.back();
    }
    const dense = node.closest("[data-dense]");
    if (dense) {
      const table = $(dense.dataset.dense);
      if (table) table.classList.toggle("compact");
    }
  });
  // Offices serve plain HTTP, where browsers have no clipboard object.
  function copyByHand(text) {
    const area = document.createElement("textarea");
    area.value = text;
    body.append(area);
    area.select();
    if (document.execCommand("copy")) say(body.dataset.copied);
    area.remove();
  }

  // --- keyboard ---
  const rowsOf = (table) => $$("tbody tr, li[data-row]", table).filter((row) => row.offsetParent && (row.matches("[data-row]") || row.querySelector("a")));
  function move(step) {
    const lists = $$("[data-keys]");
    if (!lists.length) return false;
    const list = lists.find((l) => $(".cur", l)) || lists[0];
    const rows = rowsOf(list);
    if (!rows.length) return false;
    const now = rows.findIndex((row) => row.classList.contains("cur"));
    const next = rows[Math.max(0, Math.min(rows.length - 1, now < 0 ? (step > 0 ? 0 : rows.length - 1) : now + step))];
    rows.forEach((row) => row.classList.toggle("cur", row === next));
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    return true;
  }
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return; // an input method is at work
    if (event.key === "Escape") {
      if (closePop(true)) return void event.preventDefault();
      const menu = $("details.menu[open]");
      if (menu) {
        menu.removeAttribute("open");
        $("summary", menu).focus();
        return;
      }
      const putAway = $("[data-escape]");
      if (putAway && !typing(event.target)) putAway.click();
      return;
    }
    const at = document.activeElement || body;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = at.closest("form");
      const button = form && ($("[data-save-next]", form) || $("button:not([type=button]), input[type=submit]", form));
      if (button) {
        event.preventDefault();
        button.click();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || typing(at)) return;
    if (event.key === "/") {
      const search = $("[data-search]");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    } else if (event.key === "j" || event.key === "k") {
      if (move(event.key === "j" ? 1 : -1)) event.preventDefault();
    } else if (event.key === "x" || event.key === "Enter") {
      const row = $("[data-keys] .cur");
      if (!row || (event.key === "Enter" && at !== row)) return;
      const wanted = event.key === "x" ? $("input[type=checkbox]", row) : $("[data-open], a.t, a", row);
      if (wanted) {
        event.preventDefault();
        wanted.click();
      }
    }
  });

  // --- forms: guard, drafts, boxes ---
  let leaving = false;
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && $$("form[data-guard]").some((form) => form.dataset.dirty)) {
      event.preventDefault();
      event.returnValue = body.dataset.ask;
    }
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("hx-post") || event.defaultPrevented) return;
    leaving = true;
    if (form.dataset.draft) sessionStorage.setItem("zw_sent", form.dataset.draft);
  });
  document.addEventListener("change", (event) => {
    const node = event.target;
    if (node.matches("[data-submit]")) node.form.requestSubmit ? node.form.requestSubmit() : node.form.submit();
    if (node.matches("[data-check-all]")) {
      $$("tbody input[type=checkbox]", node.closest("table") || node.form || document).forEach((box) => (box.checked = node.checked));
    }
    if (node.type === "radio") markRadios(node.form || document);
  });
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form) return;
    form.dataset.dirty = "1";
    if (form.dataset.draft) keepDraft(form);
  });
  function markRadios(within) {
    $$(".rad label", within).forEach((label) => label.classList.toggle("on", Boolean($("input:checked", label))));
  }
  const draftKey = (form) => `zw_draft:${form.dataset.draft}`;
  const kept = (form) => $$("input,select,textarea", form).filter((f) => f.name && !/^(hidden|password|file|submit)$/.test(f.type));
  const timers = new WeakMap();
  function forget(key) {
    try {
      localStorage.removeItem(`zw_draft:${key}`);
    } catch (error) {
      // no storage
    }
  }
  function keepDraft(form) {
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => {
      const values = kept(form).map((f) => [f.name, f.value, /^(checkbox|radio)$/.test(f.type) ? f.checked : null]);
      try {
        localStorage.setItem(draftKey(form), JSON.stringify({ at: Date.now(), values }));
        note(form, new Date());
      } catch (error) {
        // storage is full or refused: the form still works
      }
    }, 600));
  }
  function note(form, when) {
    const place = $("[data-draft-note]");
    const two = (n) => String(n).padStart(2, "0");
    if (place) place.textContent = `${body.dataset.saved} ${two(when.getHours())}:${two(when.getMinutes())}`;
  }
  function restoreDraft(form) {
    try {
      // A form that was sent and did not come back with faults is saved: its draft has done its work.
      const faulty = Boolean($(".er, [aria-invalid=true]", form));
      if (sessionStorage.getItem("zw_sent") === form.dataset.draft && !faulty) forget(form.dataset.draft);
      sessionStorage.removeItem("zw_sent");
      const draft = faulty ? null : JSON.parse(localStorage.getItem(draftKey(form)) || "null");
      if (!draft) return;
      const fields = kept(form);
      draft.values.forEach(([name, value, checked], index) => {
        const field = fields[index];
        if (!field || field.name !== name) return;
        if (checked === null) field.value = value;
        else field.checked = checked;
      });
      form.dataset.dirty = "1";
      note(form, new Date(draft.at));
    } catch (error) {
      // no storage: nothing to restore
    }
  }
  function clearSentDrafts() {
    // Landing on a page without the form that was sent means that it was saved.
    try {
      const sent = sessionStorage.getItem("zw_sent");
      if (sent && !$$("form[data-draft]").some((form) => form.dataset.draft === sent)) {
        forget(sent);
        sessionStorage.removeItem("zw_sent");
      }
    } catch (error) {
      // no storage
    }
  }

  // --- charts come only where a page has one ---
  let charting = false;
  function wantCharts() {
    if (window.zwCharts || charting || $(`script[src="${body.dataset.charts}"]`)) return;
    charting = true;
    [body.dataset.echarts, body.dataset.charts].forEach((source) => {
      const script = document.createElement("script");
      script.src = source;
      script.async = false;
      document.head.append(script);
    });
  }

  function start(within) {
    markRadios(within);
    $$("form[data-draft]", within).forEach(restoreDraft);
    if ((within.matches && within.matches("[data-chart]")) || $("[data-chart]", within)) {
      if (window.zwCharts) window.zwCharts(within);
      else wantCharts();
    }
    const first = $("[data-focus]", within);
    if (first) first.focus();
  }
  clearSentDrafts();
  start(body);
})();
