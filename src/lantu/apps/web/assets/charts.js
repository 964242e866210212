/* Charts drawn from tables of the same page: the table holds the figures for everybody, the chart shows
   their shape. <figure data-chart="bars" data-table="id">: one bar for each row, a part for each column
   with data-series. data-chart="columns" stands upright; data-chart="lines" draws a line for each column. */
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, registerTheme, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import themes from "./echarts-theme.json";

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);
for (const name of Object.keys(themes)) registerTheme(name, themes[name].theme);

/* One hue from dark to light: kinds are no statuses, so no pigment. */
const STEPS = {
  light: ["#17283a", "#33506b", "#587894", "#84a0b6", "#b0c4d3", "#d6e1ea"],
  dark: ["#eaf0f5", "#c3d1dc", "#98adbd", "#6f889c", "#4e6679", "#35485a"],
};

function look(printing) {
  const root = document.documentElement;
  if (printing) return "light";
  return root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

/* The table's series, its rows in order, and each figure's own address. */
function figures(table) {
  const heads = [...table.tHead.rows[0].cells];
  const series = heads.map((cell, at) => ({ at, name: cell.textContent.trim(), known: "series" in cell.dataset })).filter((s) => s.known);
  const rows = [...table.tBodies[0].rows];
  const number = (cell) => {
    const words = cell.textContent.replace(/[\s\u2009]/g, "").replace("\u2212", "-");
    return words === "" || words === "—" ? null : Number(words);
  };
  return {
    names: rows.map((row) => row.cells[0].title || row.cells[0].textContent.trim()),
    series: series.map((s) => ({
      name: s.name,
      values: rows.map((row) => number(row.cells[s.at])),
      links: rows.map((row) => row.cells[s.at].querySelector("a")?.href),
    })),
  };
}

function option(kind, data, theme, size) {
  const steps = STEPS[theme];
  const paper = theme === "dark" ? "#121416" : "#fbfbf9";
  const names = { type: "category", data: data.names, inverse: kind === "bars" };
  names.axisLabel = kind === "bars" ? { width: size * 12, overflow: "truncate", ellipsis: "…" } : {};
  const values = { type: "value", minInterval: 1 };
  return {
    grid: { left: kind === "bars" ? size * 12 + 16 : 44, right: 16, top: 30, bottom: kind === "bars" ? 22 : 28 },
    legend: { itemWidth: 12, itemHeight: 10, selectedMode: false },
    tooltip: { trigger: kind === "lines" ? "axis" : "item", confine: true },
    textStyle: { fontSize: size },
    xAxis: kind === "bars" ? values : names,
    yAxis: kind === "bars" ? names : values,
    series: data.series.map((s, at) => (kind === "lines"
      ? { type: "line", name: s.name, data: s.values }
      : { type: "bar", stack: "all", name: s.name, data: s.values, itemStyle: { color: steps[at % steps.length], borderColor: paper, borderWidth: 1 } })),
  };
}

function draw(figure, printing) {
  const table = document.getElementById(figure.dataset.table);
  const data = figures(table);
  const theme = look(printing);
  const size = document.documentElement.dataset.type === "large" && !printing ? 15 : 12;
  const rows = figure.dataset.chart === "bars" ? data.names.length * (size * 2 + 2) + 60 : 260;
  figure.lantu?.dispose();
  figure.style.height = `${rows}px`;
  figure.lantu = init(figure, theme, { renderer: "svg" });
  figure.lantu.setOption(option(figure.dataset.chart, data, theme, size));
  figure.lantu.on("click", (part) => {
    const link = data.series[part.seriesIndex].links[part.dataIndex];
    if (link) location.assign(link);
  });
}

const charts = [...document.querySelectorAll("[data-chart]")];
const redraw = (printing) => charts.forEach((figure) => draw(figure, printing));
redraw(false);
document.addEventListener("lantu:look", () => redraw(false));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => redraw(false));
addEventListener("beforeprint", () => redraw(true));
addEventListener("afterprint", () => redraw(false));
if ("ResizeObserver" in window) {
  const sized = new ResizeObserver((entries) => entries.forEach((entry) => entry.target.lantu.resize()));
  charts.forEach((figure) => sized.observe(figure));
}
