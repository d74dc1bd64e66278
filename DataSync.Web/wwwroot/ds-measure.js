// How fast pages come and changes show, measured where people look; the server keeps sums of it, and nothing of who looked.

const door = new URL("data-sync/measured", document.baseURI);
const PAUSE = 10_000;
const MOST = 20;
const send = (what) => navigator.sendBeacon(door, new Blob([JSON.stringify(what)], { type: "application/json" }));

// Only who looks waits: a tab in the background is loaded when the browser likes.
if (document.visibilityState === "visible") {
  addEventListener("load", () =>
    setTimeout(() => {
      const [visit] = performance.getEntriesByType("navigation");
      if (visit?.loadEventEnd > 0 && document.visibilityState === "visible") send({ load: visit.loadEventEnd });
    }),
  );
}

// The feed names when the newest thing happened in n8n.
const served = Date.parse(document.querySelector("meta[name=ds-now]")?.content ?? "");
const offset = Math.abs(served - Date.now()) > 5_000 ? served - Date.now() : 0;
const now = () => Date.now() + offset;
let newest = now();
let updates = [];

function flush() {
  if (updates.length > 0) send({ updates: updates.splice(0, MOST) });
}

new MutationObserver(() => {
  const ages = document.querySelectorAll("#ds-feed-list :is(.f-started, .f-succeeded, .f-failed) ds-age");
  const latest = Math.max(...[...ages].map((age) => Date.parse(age.getAttribute("at"))));
  if (!(latest > newest)) return;
  newest = latest;
  if (document.visibilityState !== "visible") return;
  requestAnimationFrame(() => {
    if (updates.length === 0) setTimeout(flush, PAUSE);
    if (updates.length < MOST) updates.push(now() - latest);
  });
}).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["at"] });

addEventListener("pagehide", flush);
