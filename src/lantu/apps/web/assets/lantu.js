/* What pages do beyond links and forms: the promise's card, folds, forms that send themselves, keys. */
import htmx from "htmx.org";

const dossier = document.getElementById("dossier");
const blank = dossier && !dossier.hasAttribute("data-open") ? dossier.innerHTML : "";
const beside = matchMedia("(min-width: 1181px)"); // below, the card is a sheet over the text

/* ── the card ── */
function choose(promise) {
  for (const part of document.querySelectorAll(".promise[aria-current]")) part.removeAttribute("aria-current");
  if (!promise) return null;
  const parts = document.querySelectorAll(`.promise[data-promise="${promise}"], .promise[data-outer~="${promise}"]`);
  for (const part of parts) part.setAttribute("aria-current", "true");
  return parts[0];
}

function remember(promise) {
  const url = new URL(location.href);
  if (promise) url.searchParams.set("promise", promise);
  else url.searchParams.delete("promise");
  url.hash = "";
  history.replaceState(null, "", url);
}

async function open(promise, scroll) {
  await htmx.ajax("GET", `${location.pathname}promises/${promise}/card/`, { target: "#dossier", swap: "innerHTML" });
  dossier.setAttribute("data-open", "");
  dossier.scrollTop = 0;
  const first = choose(promise);
  if (first && (scroll || !beside.matches)) first.scrollIntoView({ block: beside.matches ? "center" : "start" });
  if (first && scroll) first.focus({ preventScroll: true });
  remember(promise);
}

function close() {
  const last = document.querySelector(".promise[aria-current]");
  dossier.removeAttribute("data-open");
  dossier.innerHTML = blank;
  choose(null);
  remember(null);
  if (last) last.focus({ preventScroll: true });
}

/* Without a card, j begins with what is on the screen. */
function firstOnScreen() {
  const links = [...document.querySelectorAll(".promise[id]")];
  return links.find((link) => link.getBoundingClientRect().top > 100) || links[0];
}

const chosen = new URL(location.href).searchParams.get("promise");
if (dossier && /^[0-9]+$/.test(chosen || "")) {
  const first = choose(chosen);
  if (first && !location.hash) first.scrollIntoView({ block: beside.matches ? "center" : "start" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-promise]");
  if (!dossier || !link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(link.dataset.promise, !link.classList.contains("promise"));
});

/* ── folds, print, forms ── */
document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  if (at("[data-print]")) print();
  if (at("[data-close]") && dossier) close();
  const fold = at("[data-fold]");
  if (fold) {
    const opened = document.getElementById(fold.dataset.fold).toggleAttribute("data-open");
    fold.setAttribute("aria-expanded", String(opened));
  }
  if (at("#outline a")) shut(document.querySelector("[data-fold=outline]"));
});

function shut(button) {
  document.getElementById(button.dataset.fold).removeAttribute("data-open");
  button.setAttribute("aria-expanded", "false");
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (form) form.requestSubmit ? form.requestSubmit() : form.submit();
});

/* An empty field is no condition: addresses stay short. */
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-auto]")) return;
  for (const field of event.target.elements) if (field.name && !field.value) field.disabled = true;
});
addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form[data-auto] :disabled")) field.disabled = false;
});

/* ── keys ── */
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox";
  if (event.key === "Escape") {
    if (typing) event.target.blur();
    else if (dossier && dossier.hasAttribute("data-open")) close();
    return;
  }
  if (typing) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (target) {
    event.preventDefault();
    if (target.tagName !== "INPUT") target.click();
    else if (target.offsetParent) target.focus();
    else location.assign(target.form.action);
  } else if (dossier && (event.key === "j" || event.key === "k")) {
    const first = firstOnScreen();
    if (first) open(first.dataset.promise, true);
  }
});

/* ── where the reader is, in the outline ── */
const outline = document.getElementById("outline");
if (outline && "IntersectionObserver" in window) {
  const links = new Map([...outline.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  let waiting = false;
  const mark = () => {
    waiting = false;
    const here = headings.filter((heading) => heading.getBoundingClientRect().top < 140).pop();
    for (const link of outline.querySelectorAll("[aria-current]")) link.removeAttribute("aria-current");
    const link = here && links.get(here.id);
    if (!link) return;
    link.setAttribute("aria-current", "true");
    const box = outline.parentElement;
    if (beside.matches && (link.offsetTop < box.scrollTop + 40 || link.offsetTop > box.scrollTop + box.clientHeight - 60)) {
      box.scrollTop = link.offsetTop - box.clientHeight / 3;
    }
  };
  addEventListener("scroll", () => {
    if (!waiting) requestAnimationFrame(mark);
    waiting = true;
  }, { passive: true });
}

/* ── the wall: drawn for 1920 × 1080, scaled to the screen, fresh every five minutes ── */
if (document.body.classList.contains("wall")) {
  const fit = () => {
    const scale = Math.min(innerWidth / 1920, innerHeight / 1080);
    document.body.style.transform = Math.abs(scale - 1) < 0.01 ? "" : `scale(${scale})`;
  };
  fit();
  addEventListener("resize", fit);
  setTimeout(() => location.reload(), 300000);
}
