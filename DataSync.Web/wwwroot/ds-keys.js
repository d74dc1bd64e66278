// Single keys: what a page marks with data-key, the navigation's data-go after g, and the dialog that lists them. They
// can be turned off there, for whoever dictates or has other software listening.
const STORE = "ds-keys";
const PATIENCE = 1500;
const dialog = document.getElementById("ds-keys");
let went = -Infinity; // when g was pressed

const stored = () => {
  try {
    return localStorage.getItem(STORE) !== "off";
  } catch {
    return true; // storage is blocked: the choice lasts as long as the page
  }
};
let on = stored();

const typing = (element) => element?.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable=true]");
const covered = () => document.querySelector("dialog[open], [role=dialog]");

function act(target) {
  if (!target) return false;
  if (target.matches("input")) {
    target.focus();
    target.select();
  } else target.click();
  return true;
}

function press(key) {
  const after = performance.now() - went < PATIENCE;
  went = -Infinity;
  if (after) return act(document.querySelector(`[data-go="${CSS.escape(key)}"]`));
  if (key === "?") {
    dialog.showModal();
    return true;
  }
  if (key === "g") went = performance.now();
  return act(document.querySelector(`[data-key="${CSS.escape(key)}"]`));
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (covered() || (event.key.length > 1 && event.key !== "Escape") || (!on && event.key !== "Escape")) return;
  if (press(event.key)) event.preventDefault();
});

const choice = dialog?.querySelector("[data-keys-on]");
if (choice) choice.checked = on;
choice?.addEventListener("change", () => {
  on = choice.checked;
  try {
    if (on) localStorage.removeItem(STORE);
    else localStorage.setItem(STORE, "off");
  } catch {
    // as above
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-ds-keys]")) dialog.showModal();
  else if (event.target === dialog || event.target.closest?.("#ds-keys [data-close]")) dialog.close();
});
