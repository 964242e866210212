/* What pages do beyond links and forms: the promise's card, forms that send themselves, keys. */
import htmx from "htmx.org";

const dossier = document.getElementById("dossier");
const beside = matchMedia("(min-width: 1181px)"); // below, the card would open out of sight

document.documentElement.dataset.script = "on";

function choose(promise) {
  for (const part of document.querySelectorAll(".promise[aria-current]")) part.removeAttribute("aria-current");
  const parts = document.querySelectorAll(`.promise[data-promise="${promise}"], .promise[data-outer~="${promise}"]`);
  for (const part of parts) part.setAttribute("aria-current", "true");
  return parts[0];
}

/* The card of a promise, beside the text. Without a dossier, or with a modifier key, a link stays a link. */
async function open(promise, scroll) {
  const url = new URL(location.href);
  const base = url.pathname;
  await htmx.ajax("GET", `${base}promises/${promise}/card/`, { target: "#dossier", swap: "innerHTML" });
  const first = choose(promise);
  if (scroll && first) {
    first.scrollIntoView({ block: "center" });
    first.focus({ preventScroll: true });
  }
  url.searchParams.set("promise", promise);
  url.hash = "";
  history.replaceState(null, "", url);
}

const chosen = new URL(location.href).searchParams.get("promise");
if (dossier && /^[0-9]+$/.test(chosen || "")) choose(chosen);

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-promise]");
  if (!dossier || !link || !beside.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(link.dataset.promise, !link.classList.contains("promise"));
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (form) form.requestSubmit ? form.requestSubmit() : form.submit();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target) {
    if (dossier && event.key === "j") document.querySelector(".promise")?.click();
    return;
  }
  event.preventDefault();
  if (target.tagName === "INPUT") target.focus();
  else target.click();
});
