/* Live maps over the drawn ones. <figure data-map="cases|areas" data-source="…"> holds its drawing in
   [data-drawn]; where the browser can, the drawing is put aside and a map takes its place. Every point on
   it stands in the list beside it as well. Without WebGL 2, or on an older browser, the drawing stays. */
import { AttributionControl, Map, Marker, NavigationControl, Popup, ScaleControl, setWorkerUrl } from "maplibre-gl";

const setup = document.querySelector("[data-map-setup]")?.dataset || {};
const words = (text, n) => (text || "").replace("{n}", n);
const EMPTY = { type: "FeatureCollection", features: [] };
const STEP = 20; // pixels within which points count as one place

function able() {
  if (!setup.worker || !("hasOwn" in Object) || !Array.prototype.at || !window.Worker) return false;
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch { return false; }
}

/* ── looks: the page's own colours, light and dark ── */
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const dark = () => (document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

function paints() {
  const tiled = tiles().length > 0;
  return {
    ground: { "background-color": colour("sheet") },
    fill: { "fill-color": colour("wash-2"), "fill-opacity": tiled ? 0.25 : ["case", ["boolean", ["get", "own"], false], 0.4, 0.8] },
    line: { "line-color": colour("field-edge"), "line-width": ["case", ["boolean", ["get", "own"], false], 2, 1] },
    names: { "text-color": colour("ink-2"), "text-halo-color": colour("sheet"), "text-halo-width": 1.5 },
  };
}

function tiles() {
  try { return JSON.parse(setup.tiles || "[]"); } catch { return []; }
}

function style() {
  const paint = paints();
  const made = { version: 8, sources: { areas: { type: "geojson", data: EMPTY }, names: { type: "geojson", data: EMPTY } }, layers: [{ id: "ground", type: "background", paint: paint.ground }] };
  tiles().forEach((address, at) => {
    made.sources[`tiles-${at}`] = { type: "raster", tiles: [address], tileSize: 256, maxzoom: 18 };
    made.layers.push({ id: `tiles-${at}`, type: "raster", source: `tiles-${at}`, paint: { "raster-brightness-max": dark() ? 0.6 : 1 } });
  });
  made.layers.push(
    { id: "fill", type: "fill", source: "areas", filter: ["==", ["geometry-type"], "Polygon"], paint: paint.fill },
    { id: "line", type: "line", source: "areas", paint: paint.line },
    { id: "names", type: "symbol", source: "names", filter: ["boolean", false],
      layout: { "text-field": ["get", "name"], "text-size": 12, "text-font": ["sans-serif"], "text-padding": 6 }, paint: paint.names },
  );
  return made;
}

function relook(map) {
  const paint = paints();
  for (const [layer, values] of Object.entries(paint)) for (const [name, value] of Object.entries(values)) map.setPaintProperty(layer, name, value);
  tiles().forEach((_, at) => map.setPaintProperty(`tiles-${at}`, "raster-brightness-max", dark() ? 0.6 : 1));
}

/* ── a map in a box; null where it cannot be ── */
function open(container, bounds) {
  if (!able()) return null;
  setWorkerUrl(setup.worker);
  let map;
  try {
    map = new Map({
      container, bounds, style: style(), fitBoundsOptions: { padding: 24 }, minZoom: 3, maxZoom: 19, attributionControl: false,
      dragRotate: false, pitchWithRotate: false, cooperativeGestures: true, localIdeographFontFamily: "Noto Sans SC, Source Han Sans SC, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif",
      fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200,
      locale: {
        "Map.Title": setup.title, "NavigationControl.ZoomIn": setup.zoomIn, "NavigationControl.ZoomOut": setup.zoomOut, "Popup.Close": setup.close,
        "CooperativeGesturesHandler.WindowsHelpText": setup.wheel, "CooperativeGesturesHandler.MacHelpText": setup.wheel, "CooperativeGesturesHandler.MobileHelpText": setup.touch,
      },
    });
  } catch { return null; }
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({ unit: "metric" }), "bottom-left");
  if (setup.review) {
    const escaped = document.createElement("i");
    escaped.textContent = setup.review;
    map.addControl(new AttributionControl({ compact: false, customAttribution: escaped.innerHTML }));
  }
  const again = () => map.isStyleLoaded() ? relook(map) : map.once("idle", () => relook(map));
  document.addEventListener("lantu:look", again);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  return map;
}

const loaded = (map) => new Promise((done) => { if (map.loaded()) done(); else map.once("load", done); });

async function json(address, signal) {
  const answer = await fetch(address, { signal, headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
}

function extent(features) {
  const box = [180, 90, -180, -90];
  const walk = (part) => {
    if (typeof part[0] !== "number") return part.forEach(walk);
    box[0] = Math.min(box[0], part[0]); box[1] = Math.min(box[1], part[1]);
    box[2] = Math.max(box[2], part[0]); box[3] = Math.max(box[3], part[1]);
  };
  for (const feature of features) walk(feature.geometry.coordinates);
  return box[0] <= box[2] ? [[box[0], box[1]], [box[2], box[3]]] : null;
}

/* A name stands once, at the centroid of the largest ring: of an area it would stand in every tile. */
function middle(feature) {
  const { type, coordinates } = feature.geometry;
  const rings = type === "Polygon" ? [coordinates[0]] : type === "MultiPolygon" ? coordinates.map((part) => part[0]) : [];
  const centres = rings.map((ring) => {
    const [west, south] = ring[0]; // counted from a corner: a small area far from 0°, 0° would lose its digits
    let twice = 0, x = 0, y = 0;
    for (let at = 0; at + 1 < ring.length; at += 1) {
      const [a, b, c, d] = [ring[at][0] - west, ring[at][1] - south, ring[at + 1][0] - west, ring[at + 1][1] - south];
      const cross = a * d - c * b;
      twice += cross; x += (a + c) * cross; y += (b + d) * cross;
    }
    return { size: Math.abs(twice), at: [west + x / (3 * twice), south + y / (3 * twice)] };
  }).filter((one) => one.size > 0).sort((a, b) => b.size - a.size);
  return centres.length ? { type: "Feature", properties: feature.properties, geometry: { type: "Point", coordinates: centres[0].at } } : null;
}

/* Names of one level at a time: close by of the smallest areas, further off of those around them. */
function put(map, areas) {
  map.getSource("areas").setData(areas);
  map.getSource("names").setData({ type: "FeatureCollection", features: areas.features.map(middle).filter(Boolean) });
  const depths = [...new Set(areas.features.map((feature) => feature.properties.depth))].sort((a, b) => a - b);
  if (!depths.length) return;
  const [near, far] = [depths[depths.length - 1], depths[depths.length - 2] ?? depths[0]];
  map.setFilter("names", ["==", ["get", "depth"], depths.length > 2 ? ["step", ["zoom"], far, 14, near] : near]);
}

/* The drawing steps aside once the map has drawn its first frame. */
function stage(figure) {
  const box = document.createElement("div");
  box.className = "map-box";
  figure.querySelector("[data-drawn]").before(box);
  return box;
}

function shown(figure, map, bounds) {
  figure.dataset.live = "on";
  map.resize();
  map.fitBounds(bounds, { padding: 24, animate: false });
  figure.lantuMap = map;
}

/* ── cases: points and clusters of what is in view ── */
function node(tag, more, ...inside) {
  const made = Object.assign(document.createElement(tag), more);
  made.append(...inside);
  return made;
}

function mark(status) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "mark");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#m-${status}`);
  svg.append(use);
  return svg;
}

function card(points) {
  const list = node("ul", { className: "map-card" });
  for (const point of points) {
    const row = node("li", {}, mark(point.status), node("a", { href: point.address, textContent: point.title }), node("span", { className: "note", textContent: `${point.where} · ${point.word}` }));
    row.dataset.status = point.status;
    list.append(row);
  }
  return list;
}

function pointMarker(map, point, all) {
  const link = node("a", { className: "map-spot", href: point.address, title: point.title }, mark(point.status));
  link.dataset.status = point.status;
  link.setAttribute("aria-label", `${point.title}，${point.word}`);
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    const here = map.project([point.lon, point.lat]);
    const near = all.filter((other) => other !== point && here.dist(map.project([other.lon, other.lat])) < STEP);
    new Popup({ maxWidth: "320px", offset: 12, focusAfterOpen: event.detail === 0 }).setLngLat([point.lon, point.lat]).setDOMContent(card([point, ...near])).addTo(map);
  });
  return new Marker({ element: link }).setLngLat([point.lon, point.lat]);
}

function clusterMarker(map, cluster) {
  const button = node("button", { className: "map-cluster", type: "button", textContent: cluster.n });
  button.setAttribute("aria-label", words(setup.cluster, cluster.n));
  button.style.setProperty("--size", `${Math.min(64, 26 + 7 * Math.log10(cluster.n) ** 1.5)}px`);
  button.addEventListener("click", () => map.easeTo({ center: [cluster.lon, cluster.lat], zoom: map.getZoom() + 2 }));
  return new Marker({ element: button }).setLngLat([cluster.lon, cluster.lat]);
}

async function cases(figure) {
  const box = figure.dataset.box.split(",").map(Number);
  const bounds = [[box[0], box[1]], [box[2], box[3]]];
  const map = open(stage(figure), bounds);
  if (!map) return;
  const told = figure.querySelector("[data-told]");
  const address = new URL(figure.dataset.source, location.href);
  const whole = address.searchParams.has("ended");
  let markers = [], asking = null;
  const load = async () => {
    const view = map.getBounds();
    if (!whole) address.searchParams.set("box", [Math.max(-180, view.getWest()), view.getSouth(), Math.min(180, view.getEast()), view.getNorth()].map((n) => n.toFixed(5)).join(","));
    asking?.abort();
    asking = new AbortController();
    try {
      const found = await json(address, asking.signal);
      for (const marker of markers) marker.remove();
      markers = [...found.points.map((point) => pointMarker(map, point, found.points)), ...found.clusters.map((cluster) => clusterMarker(map, cluster))];
      for (const marker of markers) marker.addTo(map);
      if (told) told.textContent = words(setup.within, found.total);
      figure.dataset.shown = found.total;
    } catch (fault) {
      if (fault.name !== "AbortError" && told) told.textContent = setup.gone;
    }
  };
  await loaded(map);
  shown(figure, map, bounds);
  json(setup.outlines).then((areas) => put(map, areas)).catch(() => { /* points alone */ });
  await load();
  if (!whole) map.on("moveend", load);
}

/* ── areas: outlines that lead to their area ── */
async function areas(figure) {
  let found;
  try { found = await json(figure.dataset.source); } catch { return; }
  const bounds = extent(found.features);
  const map = bounds && open(stage(figure), bounds);
  if (!map) return;
  await loaded(map);
  put(map, found);
  map.on("click", "fill", (event) => {
    const inner = event.features.find((feature) => !feature.properties.own);
    if (inner) location.assign(`?area=${inner.properties.id}`);
  });
  map.on("mousemove", "fill", (event) => { map.getCanvas().style.cursor = event.features.some((feature) => !feature.properties.own) ? "pointer" : ""; });
  shown(figure, map, bounds);
}

/* ── a point for a form: {field, area(), told(words)} ── */
async function pick(container, given) {
  let map = null, marker = null, drawn = false;
  const take = ({ lng, lat }) => {
    given.field.value = `${lng.toFixed(6)},${lat.toFixed(6)}`;
    given.field.dispatchEvent(new Event("input", { bubbles: true }));
    if (marker) marker.setLngLat([lng, lat]);
    else {
      marker = new Marker({ draggable: true, color: colour("cinnabar") }).setLngLat([lng, lat]).addTo(map);
      marker.on("dragend", () => take(marker.getLngLat()));
    }
    const own = map.queryRenderedFeatures(map.project([lng, lat]), { layers: ["fill"] });
    given.told(drawn && !own.length ? setup.outside : setup.taken);
  };
  const draw = async () => {
    const path = given.area();
    if (!path) return given.told(setup.first);
    let found;
    try { found = await json(`${setup.outlines}?path=${encodeURIComponent(path)}`); } catch { return given.told(setup.gone); }
    const bounds = extent(found.features);
    if (!bounds) return given.told(setup.nowhere);
    drawn = found.features.some((feature) => feature.properties.own);
    given.told(drawn ? "" : setup.above);
    if (!map) {
      map = open(container, bounds);
      if (!map) return sheet(container, given, path);
      container.lantuMap = map;
      container.dataset.live = "on";
      map.on("click", (event) => take(event.lngLat));
      await loaded(map);
    } else map.fitBounds(bounds, { padding: 24, animate: false });
    put(map, found);
    const [lon, lat] = given.field.value.split(",").map(Number);
    if (lon && lat && !marker) take({ lng: lon, lat });
  };
  await draw();
  return { draw, centre: () => map && take(map.getCenter()), live: () => Boolean(map) };
}

async function sheet(container, given, path) {
  const answer = await fetch(`${setup.sheet}?path=${encodeURIComponent(path)}`);
  container.innerHTML = answer.ok ? await answer.text() : "";
  const drawing = container.querySelector("svg");
  if (drawing) drawing.dataset.pick = given.field.id;
  else given.told(setup.nowhere);
}

const kinds = { cases, areas };
for (const figure of document.querySelectorAll("figure[data-map]")) kinds[figure.dataset.map](figure);
globalThis.lantuPick = pick;
document.dispatchEvent(new CustomEvent("lantu:maps"));
