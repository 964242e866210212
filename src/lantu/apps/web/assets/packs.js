/* Forms in the field: drafts that survive a lost connection, the position, photos counted, bulk choices. */

/* ── drafts: what is typed stays on this device until the form has been sent ── */
const KEPT = "lantu-draft:";
const plain = (field) => field.name && !["file", "hidden", "password", "submit"].includes(field.type);

function fields(form) {
  return [...form.elements].filter(plain);
}

function write(form) {
  const values = {};
  for (const field of fields(form)) {
    if (/^(checkbox|radio)$/.test(field.type)) {
      if (field.checked) values[field.name] = [...(values[field.name] || []), field.value];
    } else if (field.value) values[field.name] = [field.value];
  }
  try {
    localStorage.setItem(KEPT + form.dataset.draft, JSON.stringify(values));
  } catch { /* no room, or not allowed: the form works without */ }
}

function read(form) {
  let values = null;
  try {
    values = JSON.parse(localStorage.getItem(KEPT + form.dataset.draft));
  } catch { return false; }
  if (!values) return false;
  let filled = false;
  for (const field of fields(form)) {
    const known = values[field.name];
    if (!known) continue;
    if (/^(checkbox|radio)$/.test(field.type)) {
      filled ||= field.checked !== known.includes(field.value);
      field.checked = known.includes(field.value);
    } else if (!field.value) {
      field.value = known[0];
      filled = true;
    }
  }
  return filled;
}

function forget(name) {
  try {
    localStorage.removeItem(KEPT + name);
  } catch { /* nothing was kept */ }
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  const notice = form.querySelector("[data-draft-notice]");
  if (read(form) && notice) notice.hidden = false;
  form.addEventListener("input", () => write(form));
  form.addEventListener("change", () => write(form));
  form.addEventListener("click", (event) => {
    if (!event.target.closest("[data-draft-drop]")) return;
    forget(form.dataset.draft);
    form.reset();
    if (notice) notice.hidden = true;
  });
  form.addEventListener("submit", (event) => {
    const away = form.querySelector("[data-offline]");
    if (navigator.onLine !== false) return;
    event.preventDefault();
    write(form);
    if (away) away.hidden = false;
  });
}
for (const sent of document.querySelectorAll("[data-draft-sent]")) forget(sent.dataset.draftSent);
addEventListener("online", () => {
  for (const away of document.querySelectorAll("[data-offline]")) away.hidden = true;
});

/* ── where I am: WGS-84, as browsers give it ── */
const ROUGH = 100; // metres beyond which a position is to be checked

function told(id, words) {
  const place = document.querySelector(`[data-located="${id}"]`);
  if (place) place.textContent = words;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-locate]");
  if (!button) return;
  const id = button.dataset.locate;
  const field = document.getElementById(id);
  const words = document.body.querySelector("[data-words]")?.dataset || {};
  if (!navigator.geolocation) return told(id, words.noPosition || "");
  told(id, words.locating || "…");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      field.value = `${coords.longitude.toFixed(6)},${coords.latitude.toFixed(6)}`;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      const n = Math.round(coords.accuracy);
      told(id, ((n > ROUGH ? words.far : words.near) || "± {n} m").replace("{n}", n));
    },
    () => told(id, words.noPosition || ""),
    { enableHighAccuracy: true, timeout: 10000, maximumAge: 30000 },
  );
});

/* ── a point on the drawn map: pixels to degrees ── */
document.addEventListener("click", (event) => {
  const map = event.target.closest("svg[data-pick]");
  if (!map) return;
  const box = map.getBoundingClientRect();
  const { west, east, south, north, pick } = map.dataset;
  const lon = +west + ((event.clientX - box.left) / box.width) * (east - west);
  const lat = +north - ((event.clientY - box.top) / box.height) * (north - south);
  const field = document.getElementById(pick);
  field.value = `${lon.toFixed(6)},${lat.toFixed(6)}`;
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

/* ── a point on the live map, which is loaded when it is first asked for ── */
function maps(setup) {
  if (globalThis.lantuPick) return Promise.resolve(globalThis.lantuPick);
  return new Promise((done, fail) => {
    document.addEventListener("lantu:maps", () => done(globalThis.lantuPick), { once: true });
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: setup.look }));
    document.head.append(Object.assign(document.createElement("script"), { src: setup.script, onerror: fail }));
  });
}

for (const part of document.querySelectorAll("details[data-picking]")) {
  const field = document.getElementById(part.dataset.picking);
  const setup = part.querySelector("[data-map-setup]").dataset;
  const area = part.closest("form").querySelector('[data-kind="area"] select');
  const say = (text) => { part.querySelector("[data-pick-told]").textContent = text || ""; };
  const centre = part.querySelector("[data-pick-centre]");
  let picker = null;
  if (!area) continue;
  part.hidden = false;
  const show = async () => {
    if (!part.open) return;
    if (!area.value) return say(setup.first);
    try {
      if (!picker) picker = await (await maps(setup))(part.querySelector("[data-pick-map]"), { field, area: () => area.value, told: say });
      else await picker.draw();
      centre.hidden = !picker.live();
    } catch { say(setup.nowhere); }
  };
  part.addEventListener("toggle", show);
  area.addEventListener("change", show);
  centre.addEventListener("click", () => picker.centre());
}

/* ── choosing rows for a bulk action ── */
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-choose-all]");
  const form = event.target.closest("form[data-bulk]");
  if (!form) return;
  const boxes = [...form.querySelectorAll("input[name=chosen]")];
  if (all) for (const box of boxes) box.checked = all.checked;
  const n = boxes.filter((box) => box.checked).length;
  const bar = form.querySelector("[data-bulk-bar]");
  if (bar) bar.hidden = n === 0;
  const count = form.querySelector("[data-bulk-count]");
  if (count) count.textContent = n;
});

/* ── a step of a case: only the chosen step's fields ── */
for (const steps of document.querySelectorAll("[data-steps]")) {
  const show = (name) => {
    for (const part of steps.querySelectorAll("[data-step]")) part.hidden = part.dataset.step !== name;
    for (const tab of steps.querySelectorAll("[data-choose]")) tab.setAttribute("aria-pressed", String(tab.dataset.choose === name));
  };
  steps.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-choose]");
    if (tab) show(tab.dataset.choose);
  });
  const first = steps.querySelector("[data-step][data-open]") || steps.querySelector("[data-step]");
  if (first) show(first.dataset.step);
}
