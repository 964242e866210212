/* Lists that are worked through: j and k go on and back, the letter of a row's button or box presses
   it, and a finding that is chosen shows its place in the text. */

const items = [...document.querySelectorAll("[data-item]")];

function current() {
  return document.activeElement?.closest("[data-item]");
}

function show(item) {
  const number = item.dataset.goto;
  if (!number) return;
  for (const mark of document.querySelectorAll(".lint-mark[aria-current]")) mark.removeAttribute("aria-current");
  for (const other of document.querySelectorAll("[data-item][aria-current]")) other.removeAttribute("aria-current");
  const marks = document.querySelectorAll(`[data-finding="${number}"]`);
  for (const mark of marks) mark.setAttribute("aria-current", "true");
  item.setAttribute("aria-current", "true");
  const place = marks[0] || document.getElementById(`f-${number}`)?.closest(".para");
  place?.scrollIntoView({ block: "center" });
}

function step(by) {
  const at = items.indexOf(current());
  const next = items[at < 0 ? 0 : Math.min(Math.max(at + by, 0), items.length - 1)];
  if (!next) return;
  next.focus({ preventScroll: false });
  show(next);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^(SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  if (event.target.tagName === "INPUT" && event.target.type !== "checkbox") return;
  if (event.key === "j" || event.key === "k") {
    event.preventDefault();
    step(event.key === "j" ? 1 : -1);
    return;
  }
  const part = /^[xyn]$/.test(event.key) && current()?.querySelector(`[data-act="${event.key}"]`);
  if (!part) return;
  event.preventDefault();
  if (part.tagName === "INPUT" && part.type !== "checkbox") part.focus();
  else part.click();
});

document.addEventListener("click", (event) => {
  const mark = event.target.closest(".lint-mark[data-finding]");
  const item = mark ? document.getElementById(`n-${mark.dataset.finding}`) : event.target.closest("[data-item]");
  if (!item || event.target.closest("button, input, summary")) return;
  if (event.target.closest("a.code")) event.preventDefault();
  else if (event.target.closest("a")) return;
  item.focus({ preventScroll: true });
  if (mark) item.scrollIntoView({ block: "center" });
  show(item);
});

const arrived = /^#n-[0-9]+$/.test(location.hash) && document.getElementById(location.hash.slice(1));
if (arrived) {
  arrived.focus();
  show(arrived);
}
