// The reading page: text and lists lead to each other. Without this file the same marks and rows are plain links.
(() => {
  "use strict";
  const page = document.querySelector(".read");
  if (!page) return;
  const $ = (selector, within) => (within || document).querySelector(selector);
  const $$ = (selector, within) => [...(within || document).querySelectorAll(selector)];
  const article = $(".rdoc", page);
  const side = $(".rlist", page);
  const tabs = $$("[data-tab]", side);
  const lists = new Map($$("[data-listed]", side).map((list) => [list.dataset.listed, list]));
  const filters = $("[data-filters]", side);
  const parts = $$(".outl li[data-from]", page);
  const figures = $$("#l-figures li[data-row]", side);
  const nothing = $("[data-nil]", side);
  let only = "";
  let part = null;
  let chosen = null;

  // --- lists as tabs, numbers by filter ---
  function open(name) {
    if (!lists.has(name)) return;
    page.dataset.list = name;
    tabs.forEach((tab) => {
      const on = tab.dataset.tab === name;
      tab.classList.toggle("on", on);
      tab.setAttribute("aria-current", String(on));
    });
    lists.forEach((list, key) => {
      list.hidden = key !== name;
      const rows = $("ol", list);
      if (rows) rows.toggleAttribute("data-keys", key === name);
    });
  }
  const within = (row) => !part || (Number(row.dataset.at) >= part.from && Number(row.dataset.at) < part.to);
  function filter(kind) {
    only = kind;
    $$("a", filters).forEach((link) => link.classList.toggle("on", link.dataset.only === kind));
    let shown = 0;
    figures.forEach((row) => {
      const fits = kind === "section" ? within(row) : kind === "suspect" ? "doubt" in row.dataset : true;
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    if (nothing && figures.length) nothing.hidden = shown > 0;
  }
  function enter(item) {
    if (!item || (part && part.item === item)) return;
    part = { item, from: Number(item.dataset.from), to: Number(item.dataset.to) };
    parts.forEach((one) => one.classList.toggle("on", one === item));
    const count = $("[data-only=section] em", filters);
    if (count) count.textContent = String(figures.filter(within).length);
    if (only === "section") filter("section");
  }
  function partOf(place) {
    let found = null;
    for (const item of parts) {
      if (Number(item.dataset.from) <= place && place < Number(item.dataset.to)) found = item; // the innermost comes last
    }
    return found;
  }

  // --- one thing is chosen, in the text and in its list ---
  // What a row says stands in a noscript, for browsers without script; with script it becomes part of the page when it is opened.
  const close = document.getElementById("sheet-x");
  function unfold(row) {
    const silent = $("noscript", row);
    if (!silent) return;
    const details = silent.parentNode;
    silent.insertAdjacentHTML("afterend", silent.textContent);
    silent.remove();
    details.append(close.content.cloneNode(true));
  }
  const marksOf = (key) => $$(`[data-r="${key}"]`, article);
  function choose(row, from) {
    if (!row) return;
    const key = row.id.slice(2);
    if (chosen && chosen !== row) {
      chosen.classList.remove("cur", "sheet");
      const other = $("details", chosen);
      if (other) other.open = false;
      marksOf(chosen.id.slice(2)).forEach((mark) => mark.classList.remove("rd-sel", "on"));
    }
    chosen = row;
    const list = row.closest("[data-listed]");
    if (list && list.dataset.listed !== page.dataset.list) open(list.dataset.listed);
    enter(partOf(Number(row.dataset.at)));
    if (row.hidden) filter("");
    row.classList.add("cur");
    unfold(row);
    const details = $("details", row);
    if (details) details.open = true;
    const marks = marksOf(key);
    marks.forEach((mark) => mark.classList.add(mark.classList.contains("rd") ? "rd-sel" : "on"));
    if (from === "text") {
      // on a phone the list lies below the text: what is known of the number comes up as a sheet
      const folded = getComputedStyle(side).position === "static";
      row.classList.toggle("sheet", folded);
      if (!folded) row.scrollIntoView({ block: "nearest" });
    } else if (marks[0]) {
      show(marks[0]);
    }
  }
  function show(mark) {
    const at = mark.getBoundingClientRect();
    if (at.top < 80 || at.bottom > window.innerHeight - 80) mark.scrollIntoView({ block: "center" });
  }
  const rowOf = (key) => document.getElementById(`r-${key}`);

  page.addEventListener("click", (event) => {
    const node = event.target instanceof Element ? event.target : null;
    if (!node || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const tab = node.closest("[data-tab]");
    if (tab) {
      event.preventDefault();
      return void open(tab.dataset.tab);
    }
    const link = node.closest("[data-only]");
    if (link) {
      event.preventDefault();
      return void filter(link.dataset.only);
    }
    if (node.closest(".found .x")) {
      const row = node.closest("li[data-row]");
      row.classList.remove("sheet");
      $("details", row).open = false;
      return void event.preventDefault();
    }
    const head = node.closest(".outl li[data-from] a");
    if (head) return void enter(head.closest("li"));
    if (article.contains(node)) {
      const number = node.closest("a.rd");
      if (number) {
        event.preventDefault();
        return void choose(rowOf(number.dataset.r), "text");
      }
      const stretch = node.closest(`.m-${page.dataset.list}`);
      if (stretch && String(window.getSelection()) === "") choose(rowOf(stretch.dataset.r), "text");
      return;
    }
    const fact = node.closest(".kv a[href^='#']");
    if (fact) {
      const id = fact.getAttribute("href").slice(1);
      const target = document.getElementById(id);
      if (!target) return;
      event.preventDefault();
      if (id.startsWith("r-")) return void choose(target, "list");
      const key = target.dataset.r;
      if (key && rowOf(key) !== chosen) return void choose(rowOf(key), "list");
      return void target.scrollIntoView({ block: "center" });
    }
    const row = node.closest("li[data-row]");
    if (!row) return;
    const inner = node.closest("a");
    if (inner && !inner.classList.contains("t")) return; // another page
    event.preventDefault();
    row.classList.remove("sheet");
    if (row === chosen && !inner) $("details", row).open = !$("details", row).open;
    else choose(row, "list");
    const mark = marksOf(row.id.slice(2))[0];
    if (inner && mark) mark.scrollIntoView({ block: "center" });
  });
  page.addEventListener("toggle", (event) => {
    const row = event.target.closest && event.target.closest("li[data-row]");
    if (row && event.target.open) unfold(row);
  }, true);
  // j and k move the row (app.js), and the text follows
  side.addEventListener("focusin", (event) => {
    if (event.target.matches && event.target.matches("li[data-row]")) choose(event.target, "list");
  });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("[data-show], [data-more]") : null;
    if (!link) return;
    event.preventDefault();
    if ("more" in link.dataset) {
      $("#checks").classList.add("all");
      link.hidden = true;
      return;
    }
    open("figures");
    filter(link.dataset.show);
    side.scrollIntoView({ block: "nearest" });
    choose(figures.find((row) => !row.hidden), "list");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chosen && chosen.classList.contains("sheet")) chosen.classList.remove("sheet");
  });

  // --- the outline follows the text ---
  const heads = parts.map((item) => document.getElementById(`p-${item.dataset.from}`));
  let waiting = false;
  window.addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      let low = 0;
      let high = heads.length - 1;
      let last = -1;
      while (low <= high) {
        const middle = (low + high) >> 1;
        const head = heads[middle];
        if (head && head.getBoundingClientRect().top <= window.innerHeight * 0.45) {
          last = middle;
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      if (last >= 0) enter(parts[last]);
    });
  }, { passive: true });

  // --- start ---
  page.classList.add("live");
  if (filters) filters.hidden = false;
  $$("[data-hint], [data-more]").forEach((one) => (one.hidden = false));
  open("figures");
  const contents = $(".outl details", page);
  if (contents && getComputedStyle(side).position === "static") contents.open = false;
  const selected = page.dataset.selected && rowOf(page.dataset.selected);
  if (selected) {
    choose(selected, "list");
  } else {
    enter(parts[0]);
    const at = document.getElementById("at");
    if (at) at.scrollIntoView({ block: "center" });
  }
})();
