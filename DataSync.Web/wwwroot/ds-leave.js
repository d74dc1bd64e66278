// Who signs out in one tab leaves the others of this browser, too: they are loaded anew, which ends what they may.
const KEY = "ds-signed-out";

addEventListener("storage", (event) => event.key === KEY && location.reload());

if (location.hash === "#left") {
  try {
    localStorage.setItem(KEY, String(Date.now()));
  } catch {
    // storage is blocked: each tab is left by itself
  }
}
