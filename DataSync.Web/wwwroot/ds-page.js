// Moving between workflows, and telling the server which chunks of a long page are near the screen.

document.addEventListener("click", (event) => event.target.closest?.("[data-ds-print]") && print());

const focusOf = (tile) => tile.querySelector("a");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const tile = event.target.closest?.("[data-tile]");
  if (tile && move(tile, event.key)) event.preventDefault();
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

// By what is seen, so that it holds for tiles, rows and groups of both.
function move(tile, key) {
  const tiles = [...tile.closest("[data-grid]").querySelectorAll("[data-tile]")];
  const index = tiles.indexOf(tile);
  const to = {
    ArrowRight: () => tiles[index + 1],
    ArrowLeft: () => tiles[index - 1],
    ArrowDown: () => beyond(tile, tiles.slice(index + 1), 1),
    ArrowUp: () => beyond(tile, tiles.slice(0, index).reverse(), -1),
    Home: () => tiles[0],
    End: () => tiles.at(-1),
  }[key];
  if (!to) return false;
  const next = to();
  if (next) {
    focusOf(next)?.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }
  return true;
}

/** The one most below or above in the next row. */
function beyond(tile, others, direction) {
  const from = tile.getBoundingClientRect();
  let row = null;
  let best = null;
  for (const other of others) {
    const box = other.getBoundingClientRect();
    if ((box.top - from.top) * direction < from.height / 2) continue;
    row ??= box.top;
    if (box.top !== row) break;
    const distance = Math.abs(box.left - from.left);
    if (!best || distance < best.distance) best = { other, distance };
  }
  return best?.other;
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
    for (const chunk of grid.querySelectorAll("[data-chunk]")) {
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
  // Capturing: a wall screen scrolls inside the page. The size of the page changes with what is filtered.
  addEventListener("scroll", soon, { passive: true, capture: true });
  const resized = new ResizeObserver(soon);
  resized.observe(grid);
  resized.observe(document.documentElement);
  soon();
  return {
    stop() {
      removeEventListener("scroll", soon, { capture: true });
      resized.disconnect();
    },
  };
}
