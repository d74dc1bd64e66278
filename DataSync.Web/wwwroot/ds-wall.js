// Turns the pages of a wall screen, worst first, and begins again after the last.
const PAUSE = 12000;
let turned = performance.now();

const rowsOf = (wall) => [...wall.querySelectorAll(".ds-tile")];

function page(wall) {
  const view = wall.getBoundingClientRect();
  const tiles = rowsOf(wall);
  if (tiles.length === 0) return;
  if (performance.now() - turned >= PAUSE) {
    turned = performance.now();
    // A pixel for what rounding leaves.
    const next = tiles.find((tile) => tile.getBoundingClientRect().top >= view.bottom - 1);
    (next ?? tiles[0]).scrollIntoView({ block: "start" });
  }
  const counter = document.querySelector("[data-wall-page]");
  const pages = Math.ceil((wall.scrollHeight - 1) / wall.clientHeight);
  const text = pages > 1 ? `Page ${Math.round(wall.scrollTop / wall.clientHeight) + 1} of ${pages}` : "";
  if (counter && counter.textContent !== text) counter.textContent = text;
}

setInterval(() => {
  const wall = document.querySelector("[data-wall]");
  if (wall) page(wall);
}, 500);
