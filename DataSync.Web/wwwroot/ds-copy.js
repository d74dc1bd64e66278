// Copies the text of the field a button names, without asking the server for it again.

const SAID_FOR = 2000;

async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    // Only pages over HTTPS, and those of this machine, may use the clipboard's own interface.
    return document.execCommand("copy");
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-ds-copy]");
  const field = button && document.getElementById(button.dataset.dsCopy);
  if (!field) return;
  // Blazor holds on to the text node it made: change it, never replace it.
  const word = button.querySelector("span").firstChild;
  word.data = (await copy(field)) ? "Copied" : "Press Ctrl+C";
  setTimeout(() => (word.data = "Copy"), SAID_FOR);
});
