// Keys of the page, moving between tiles, and telling the server which chunks of a long grid are near the screen.

const focusOf = (tile) => tile.querySelector("a");
const typing = (element) => element?.closest?.("input, textarea, select, [contenteditable=true]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const tile = event.target.closest?.("[data-tile]");
  if (tile && move(tile, event.key)) {
    event.preventDefault();
    return;
  }
  const target = event.key.length === 1 && document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.matches("input")) {
    target.focus();
    target.select();
  } else target.click();
});

// The grid is one stop of the Tab key; inside it the arrows lead, and only the current tile's strip is a stop.
let current = null;

function enter(tile) {
  if (current !== tile) {
    current?.querySelector("ds-runs")?.setAttribute("tabindex", "-1");
    tile.querySelector("ds-runs")?.setAttribute("tabindex", "0");
  }
  current = tile;
}

function move(tile, key) {
  const tiles = [...tile.closest("[data-grid]").querySelectorAll("[data-tile]")];
  const index = tiles.indexOf(tile);
  const top = tiles[0].offsetTop;
  const rowful = tiles.findIndex((other) => other.offsetTop !== top);
  const columns = rowful < 0 ? tiles.length : rowful;
  const to = {
    ArrowRight: index + 1,
    ArrowLeft: index - 1,
    ArrowDown: index + columns,
    ArrowUp: index - columns,
    Home: 0,
    End: tiles.length - 1,
  }[key];
  if (to === undefined) return false;
  const next = tiles[to];
  if (next) {
    focusOf(next)?.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }
  return true;
}

document.addEventListener("focusin", (event) => {
  const grid = event.target.closest?.("[data-grid]");
  if (!grid) return;
  if (event.target === grid) {
    const tile = current?.isConnected && grid.contains(current) ? current : grid.querySelector("[data-tile]");
    if (tile) focusOf(tile)?.focus();
    return;
  }
  const tile = event.target.closest("[data-tile]");
  if (tile) enter(tile);
  grid.tabIndex = -1; // so that Shift+Tab leads out and not back to the grid
});

document.addEventListener("focusout", (event) => {
  const grid = event.target.closest?.("[data-grid]");
  if (grid && !grid.contains(event.relatedTarget)) grid.tabIndex = 0;
});

const MARGIN = 800;

export function watchChunks(grid, server) {
  let told = "";
  let waiting = false;
  const look = () => {
    waiting = false;
    const near = [];
    for (const chunk of grid.querySelectorAll(":scope > [data-chunk]")) {
      const top = chunk.firstElementChild?.getBoundingClientRect().top;
      const bottom = chunk.lastElementChild?.getBoundingClientRect().bottom;
      if (bottom > -MARGIN && top < innerHeight + MARGIN) near.push(Number(chunk.dataset.chunk));
    }
    if (near.length === 0) return;
    const range = `${near[0]}-${near.at(-1)}`;
    if (range === told) return;
    told = range;
    server.invokeMethodAsync("Show", near[0], near.at(-1)).catch(() => (told = ""));
  };
  const soon = () => {
    if (waiting) return;
    waiting = true;
    setTimeout(look, 80);
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  soon();
  return {
    stop() {
      removeEventListener("scroll", soon);
      removeEventListener("resize", soon);
    },
  };
}
