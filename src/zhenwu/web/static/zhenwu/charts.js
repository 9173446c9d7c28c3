// Draws every [data-chart]: an ECharts option from JSON, in the tokens' colours, without animation, as SVG.
// What JSON cannot carry has a name here: colours "--accent", formatters "@month", the series "tick" (last year's short lines).
(() => {
  "use strict";
  const root = document.documentElement;
  const token = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const rem = () => parseFloat(getComputedStyle(root).fontSize) / 16;
  const font = () => token("--sans").replace(/"/g, "'");

  const formatters = {
    // the months of a time axis, each at its first day
    month: (value) => {
      const day = new Date(value);
      return day.getDate() === 1 ? day.toLocaleDateString(root.lang, { month: "short" }) : "";
    },
    percent: (value) => `${typeof value === "object" ? value.value : value}%`.replace("-", "−"),
    wan: (value) => grouped((typeof value === "object" ? value.value : value) / 10000),
    number: (value) => grouped(typeof value === "object" ? (Array.isArray(value.value) ? value.value[1] : value.value) : value),
  };
  const grouped = (value) => Number(value).toLocaleString("en-US").replace("-", "−");

  function resolve(node) {
    if (typeof node === "string") {
      if (node.startsWith("--")) return token(node);
      if (node.startsWith("@") && formatters[node.slice(1)]) return formatters[node.slice(1)];
      return node;
    }
    if (Array.isArray(node)) return node.map(resolve);
    if (node && typeof node === "object") return Object.fromEntries(Object.entries(node).map(([k, v]) => [k, resolve(v)]));
    return node;
  }

  const merge = (base, over) => {
    const out = { ...base };
    Object.entries(over || {}).forEach(([key, value]) => {
      const both = value && typeof value === "object" && !Array.isArray(value) && out[key] && typeof out[key] === "object";
      out[key] = both ? merge(out[key], value) : value;
    });
    return out;
  };

  function axis(given, size) {
    const base = {
      axisLine: { lineStyle: { color: token("--line") } },
      axisTick: { show: false },
      axisLabel: { color: token("--ink-3"), fontSize: size, fontFamily: font() },
      splitLine: { show: !given || given.type !== "category", lineStyle: { color: token("--line-2") } },
    };
    return merge(base, given);
  }
  const axes = (given, size) => (Array.isArray(given) ? given.map((a) => axis(a, size)) : axis(given, size));

  // A short line at each category over the bars: last year, in ink, never a second colour.
  function tick(series, size) {
    const stroke = token("--ink-3");
    return {
      ...series,
      type: "custom",
      z: 5,
      silent: true,
      renderItem: (params, api) => {
        if (api.value(1) === null || Number.isNaN(api.value(1))) return null;
        const [x, y] = api.coord([api.value(0), api.value(1)]);
        const half = api.size([1, 0])[0] * 0.37;
        const line = { type: "line", shape: { x1: x - half, x2: x + half, y1: y, y2: y }, style: { stroke, lineWidth: 2 } };
        const label = {
          type: "text",
          style: { text: grouped(api.value(1)), x, y: y - size - 3, align: "center", fill: stroke, font: `${size}px ${font()}` },
        };
        return { type: "group", children: series.label === false ? [line] : [line, label] };
      },
    };
  }

  function draw(figure) {
    const given = resolve(JSON.parse(document.getElementById(figure.dataset.chart).textContent));
    const size = 12 * rem();
    const option = { animation: false, ...given, textStyle: { fontFamily: font(), fontSize: size, color: token("--ink-2") } };
    if (given.xAxis) option.xAxis = axes(given.xAxis, size);
    if (given.yAxis) option.yAxis = axes(given.yAxis, size);
    option.grid = { left: 34 * rem(), right: 12, top: 22, bottom: 26 * rem(), ...given.grid };
    option.series = [].concat(given.series || []).map((s) => (s.type === "tick" ? tick(s, size) : s));
    const box = document.createElement("div");
    box.className = "chart-draw";
    box.setAttribute("aria-hidden", "true");
    figure.append(box);
    const table = figure.querySelector(".chart-table");
    // The numbers stay for screen readers; a button of the page shows them to all.
    if (table) table.classList.add("sr");
    const chart = window.echarts.init(box, null, { renderer: "svg" });
    chart.on("finished", () => figure.setAttribute("data-drawn", ""));
    chart.setOption(option);
    figure.zwChart = chart;
    const url = option.series.some((s) => [].concat(s.data || []).some((d) => d && d.url));
    if (url) chart.on("click", (event) => event.data && event.data.url && window.location.assign(event.data.url));
  }

  window.zwCharts = (within) => {
    const found = Array.from(within.querySelectorAll("[data-chart]"));
    if (within.matches && within.matches("[data-chart]")) found.push(within);
    found.filter((figure) => !figure.zwChart).forEach(draw);
  };
  const each = (job) => document.querySelectorAll("[data-chart]").forEach((f) => f.zwChart && job(f.zwChart, f));
  window.addEventListener("resize", () => each((chart) => chart.resize()));
  window.addEventListener("beforeprint", () => each((chart) => chart.resize()));
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-chart-table]");
    const figure = button && document.getElementById(button.dataset.chartTable);
    const table = figure && figure.querySelector(".chart-table");
    if (!table) return;
    event.preventDefault();
    const shown = table.classList.toggle("sr");
    figure.querySelector(".chart-draw").hidden = !shown;
    if (shown) figure.zwChart.resize();
  });
  window.zwCharts(document.body);
})();
