// Turns the pages of a wall screen, worst first, and begins again after the last. The address may say how many seconds
// a page stays: kiosk=1&pause=30.
const given = Number(new URLSearchParams(location.search).get("pause"));
const PAUSE = 1000 * (given >= 1 && given <= 3600 ? given : 12);
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
