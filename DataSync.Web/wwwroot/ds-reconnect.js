// While the connection is lost the page stays as it is. When Blazor gives up, or the server no longer knows this
// page (it was restarted), or the page never came alive, it is loaded anew as soon as the server answers.
const notice = document.getElementById("components-reconnect-modal");
const STORE = "ds-reloads";
const ALIVE_WITHIN = 20000;
const MOST_DOUBLINGS = 5;
let waiting = false;

async function reloadWhenBack() {
  if (waiting) return;
  waiting = true;
  for (let pause = 1000; ; pause = Math.min(pause * 1.5, 15000)) {
    try {
      const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(15000) });
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

// A server that went away between sending the page and answering its script leaves a picture that never changes. Each
// time longer: where scripts can never connect, nobody shall meet a page that flickers.
function reloads(set) {
  try {
    if (set === 0) sessionStorage.removeItem(STORE);
    else if (set) sessionStorage.setItem(STORE, set);
    return Number(sessionStorage.getItem(STORE) ?? 0);
  } catch {
    return MOST_DOUBLINGS; // storage is blocked
  }
}

const before = reloads();
setTimeout(
  () => {
    if (document.querySelector("[data-alive]")) {
      reloads(0);
      return;
    }
    reloads(Math.min(before + 1, MOST_DOUBLINGS));
    reloadWhenBack();
  },
  ALIVE_WITHIN * 2 ** before,
);
