/* Light or dark, normal or large type: remembered, and set before the page is drawn. */
const root = document.documentElement;
const values = { theme: ["light", "dark"], type: ["normal", "large"] };

function saved(name) {
  try { return localStorage.getItem("lantu-" + name); } catch (closed) { return null; }
}

function now(name) {
  if (root.dataset[name]) return root.dataset[name];
  return name === "theme" && matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : values[name][0];
}

root.dataset.script = "on";
if (!("fixed" in root.dataset)) {
  for (const name of Object.keys(values)) {
    if (values[name].includes(saved(name))) root.dataset[name] = saved(name);
  }
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-toggle]");
  if (!button) return;
  const name = button.dataset.toggle;
  root.dataset[name] = values[name].find((value) => value !== now(name));
  try { localStorage.setItem("lantu-" + name, root.dataset[name]); } catch (closed) { /* lasts for this page */ }
  document.dispatchEvent(new CustomEvent("lantu:look"));
});
