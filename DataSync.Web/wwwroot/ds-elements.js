// Two small elements that spare the server from counting seconds and drawing bars.

const SECOND = 1000;
// The viewer's clock may be wrong; ages are about the server's.
const serverNow = Date.parse(document.querySelector("meta[name=ds-now]")?.content ?? "");
const skew = Number.isNaN(serverNow) ? 0 : serverNow - Date.now();
const offset = Math.abs(skew) > 5 * SECOND ? skew : 0;
const now = () => Date.now() + offset;

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const dated = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
const two = (number) => String(number).padStart(2, "0");

// The words of Ages.cs.
function span(milliseconds) {
  const s = Math.max(0, Math.floor(milliseconds / SECOND));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  if (s < 2 * 86400) return `${Math.floor(s / 3600)} h`;
  return `${Math.floor(s / 86400)} d`;
}

function stopwatch(milliseconds) {
  const s = Math.max(0, Math.floor(milliseconds / SECOND));
  const h = Math.floor(s / 3600);
  const m = Math.floor(s / 60) % 60;
  return h > 0 ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
}

export function duration(ms) {
  if (ms < 1000) return `${ms} ms`;
  if (ms < 10000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  if (ms < 60000) return `${Math.floor(ms / 1000)} s`;
  if (ms < 3600000) return `${Math.floor(ms / 60000)} min ${two(Math.floor(ms / 1000) % 60)} s`;
  if (ms < 86400000) return `${Math.floor(ms / 3600000)} h ${two(Math.floor(ms / 60000) % 60)} min`;
  return `${Math.floor(ms / 86400000)} d ${Math.floor(ms / 3600000) % 24} h`;
}

const wordings = {
  ago: (at) => `${span(now() - at)} ago`,
  old: (at) => span(now() - at),
  in: (at) => {
    const left = at - now();
    if (left > 0) return `in ${span(left)}`;
    return left > -60 * SECOND ? "due now" : `${span(-left)} overdue`;
  },
  since: (at) => stopwatch(now() - at),
  clock: (at) => (new Date(at).toDateString() === new Date(now()).toDateString() ? clock : dated).format(at),
  exact: (at) => exact.format(at),
};

const ages = new Set();
setInterval(() => document.hidden || ages.forEach((age) => age.show()), SECOND);
document.addEventListener("visibilitychange", () => document.hidden || ages.forEach((age) => age.show()));

class Age extends HTMLElement {
  static observedAttributes = ["at", "mode"];

  connectedCallback() {
    ages.add(this);
    queueMicrotask(() => this.show()); // by then Blazor has put the text in
  }

  disconnectedCallback() {
    ages.delete(this);
  }

  attributeChangedCallback() {
    if (!this.isConnected) return;
    this.removeAttribute("title");
    this.show();
  }

  show() {
    const at = Date.parse(this.getAttribute("at") ?? "");
    const wording = wordings[this.getAttribute("mode") ?? "ago"];
    if (Number.isNaN(at) || !wording) return;
    // Blazor holds on to the text node it made: change it, never replace it.
    const node = this.firstChild ?? this.appendChild(new Text());
    const text = wording(at);
    if (node.data !== text) node.data = text;
    if (!this.title && this.getAttribute("mode") !== "old") this.title = exact.format(at);
  }
}

// The form RunStrip.cs writes.
const results = { s: "succeeded", f: "failed", r: "running", c: "cancelled", m: "missed" };

export function decode(text) {
  let at = 0;
  return (text || "").split(",").filter(Boolean).map((bar) => {
    const [start, took] = bar.slice(1).split(":");
    at += parseInt(start, 36);
    return { result: bar[0], at: at * SECOND, took: took ? parseInt(took, 36) : null };
  });
}

const SLOTS = 30;
const HEIGHT = 28;
const PITCH = 8;
const WIDTH = 6;
const FLOOR = 25;
const SVG = "http://www.w3.org/2000/svg";

const tip = document.createElement("div");
tip.className = "ds-tip";
tip.hidden = true;
tip.setAttribute("aria-hidden", "true");

class Runs extends HTMLElement {
  static observedAttributes = ["data"];
  #bars = [];
  #at = -1;
  #mark;
  #voice;

  connectedCallback() {
    this.tabIndex = -1;
    this.setAttribute("role", "group");
    this.draw();
    this.addEventListener("pointermove", (event) => this.#point(event));
    this.addEventListener("pointerleave", () => this.#select(-1));
    this.addEventListener("blur", () => this.#select(-1));
    this.addEventListener("focus", () => this.#select(this.#bars.length - 1, true));
    this.addEventListener("keydown", (event) => this.#key(event));
  }

  disconnectedCallback() {
    this.#select(-1);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.draw();
  }

  draw() {
    this.#bars = decode(this.getAttribute("data"));
    const of = (result) => this.#bars.filter((bar) => bar.result === result).length;
    const count = this.#bars.length;
    const missed = of("m");
    const words = `Last ${count - missed} runs, ${of("f")} failed${missed ? `, ${missed} missed` : ""}.`;
    this.setAttribute("aria-label", count ? `${words} Arrow keys step through them.` : "No runs yet");

    const longest = Math.max(1, ...this.#bars.map((bar) => bar.took ?? 0));
    const paths = { s: "", f: "", r: "", c: "", m: "", none: "", tick: "" };
    for (let slot = 0; slot < SLOTS; slot++) {
      const bar = this.#bars[slot - (SLOTS - count)];
      const x = slot * PITCH + 1;
      if (!bar) {
        paths.none += `M${x} ${FLOOR}h${WIDTH}v-1.500h-${WIDTH}z`;
        continue;
      }
      if (bar.result === "m") {
        for (let y = 7; y <= FLOOR; y += 6) paths.m += `M${x} ${y}l${WIDTH} -4`;
        continue;
      }
      // A root, so that one slow run does not flatten all others.
      const share = bar.took === null ? 0.7 : Math.sqrt(bar.took / longest);
      const height = (4 + share * (FLOOR - 5)).toFixed(1);
      paths[bar.result] += `M${x} ${FLOOR}h${WIDTH}v-${height}h-${WIDTH}z`;
      if (bar.result === "f") paths.tick += `M${x} ${HEIGHT}h${WIDTH}v-1.700h-${WIDTH}z`;
    }

    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", `0 0 ${SLOTS * PITCH} ${HEIGHT}`);
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    for (const [name, d] of Object.entries(paths)) {
      if (d) svg.append(this.#path(`ds-run-${name}`, d));
    }
    this.#mark = this.#path("ds-run-mark", "");
    svg.prepend(this.#mark);
    this.#voice = document.createElement("span");
    this.#voice.className = "ds-hidden";
    this.#voice.setAttribute("aria-live", "polite");
    this.replaceChildren(svg, this.#voice);
  }

  #path(name, d) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", name);
    path.setAttribute("d", d);
    return path;
  }

  #point(event) {
    const box = this.getBoundingClientRect();
    const slot = Math.floor(((event.clientX - box.left) / box.width) * SLOTS);
    this.#select(slot - (SLOTS - this.#bars.length));
  }

  #key(event) {
    const last = this.#bars.length - 1;
    const to = { ArrowLeft: this.#at - 1, ArrowRight: this.#at + 1, Home: 0, End: last }[event.key];
    if (to === undefined || last < 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.#select(Math.min(last, Math.max(0, to)), true);
  }

  #select(index, speak = false) {
    const bar = this.#bars[index];
    if (!bar) {
      if (this.#at >= 0) tip.hidden = true;
      this.#at = -1;
      this.#mark?.setAttribute("d", "");
      return;
    }
    if (index === this.#at && !tip.hidden) return;
    this.#at = index;
    const slot = index + SLOTS - this.#bars.length;
    this.#mark.setAttribute("d", `M${slot * PITCH} 0h${PITCH}v${HEIGHT}h-${PITCH}z`);
    const took = bar.took === null ? (bar.result === "r" ? stopwatch(now() - bar.at) : "length unknown") : duration(bar.took);
    const what = bar.result === "m" ? "was due and did not start" : `${results[bar.result] ?? "unknown"} · ${took}`;
    const text = `${dated.format(bar.at)} · ${what}`;
    const box = this.getBoundingClientRect();
    tip.textContent = text;
    tip.dataset.result = bar.result;
    tip.hidden = false;
    if (!tip.isConnected) document.body.append(tip);
    const middle = box.left + ((slot + 0.5) / SLOTS) * box.width;
    const half = tip.offsetWidth / 2;
    tip.style.left = `${Math.min(Math.max(middle, half + 8), innerWidth - half - 8)}px`;
    tip.style.top = `${box.top}px`;
    if (speak) this.#voice.textContent = text;
  }
}

addEventListener("scroll", () => (tip.hidden = true), { passive: true });
customElements.define("ds-age", Age);
customElements.define("ds-runs", Runs);
