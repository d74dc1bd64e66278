// While the connection is lost the page stays as it is. When Blazor gives up, or the server no longer knows this
// page (it was restarted), the page is loaded anew as soon as the server answers.
const notice = document.getElementById("components-reconnect-modal");
let waiting = false;

async function reloadWhenBack() {
  if (waiting) return;
  waiting = true;
  for (let pause = 1000; ; pause = Math.min(pause * 1.5, 15000)) {
    try {
      const answer = await fetch(location.href, { method: "GET", cache: "no-store" });
      if (answer.ok) {
        location.reload();
        return;
      }
    } catch {
      // not back yet
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

notice?.addEventListener("components-reconnect-state-changed", (event) => {
  const state = event.detail?.state;
  if (state === "show") {
    const known = document.querySelector("[data-known-until]")?.getAttribute("data-known-until");
    const at = known ? new Date(known) : new Date();
    notice.querySelector("[data-lost]").textContent = at.toLocaleTimeString([], { timeStyle: "short" });
  }
  if (state === "failed" || state === "rejected" || state === "resume-failed") reloadWhenBack();
});
