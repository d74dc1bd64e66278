// A long list of which the server holds a piece: asks for more when an end comes near, and keeps what the reader looks at
// where it is when rows come or go above it.

const MARGIN = 600;

export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function watch(list, server) {
  const rows = list.querySelector("ol");
  let asked = false;
  let anchor = null;

  // At the newest row new ones may push the others down, unless one of them is pointed at or has the focus.
  function remember() {
    anchor = null;
    const held = rows.contains(document.activeElement) || rows.matches(":hover");
    if (list.scrollTop <= 0 && !held && !("newer" in list.dataset)) return;
    const row = [...rows.children].find((one) => one.offsetTop + one.offsetHeight > list.scrollTop);
    if (row) anchor = { row, key: row.dataset.tile, at: row.offsetTop, scrolled: list.scrollTop };
  }

  // By how far the row moved inside the list, which scrolling meanwhile does not change.
  function hold() {
    if (!anchor) return;
    const row = anchor.row.isConnected ? anchor.row : rows.querySelector(`[data-tile="${CSS.escape(anchor.key)}"]`);
    if (!row || row.offsetTop === anchor.at) return;
    // Where the list became shorter the browser has already pulled it up.
    const isCut = list.scrollTop >= list.scrollHeight - list.clientHeight - 1 && list.scrollTop < anchor.scrolled;
    list.scrollTop = (isCut ? anchor.scrolled : list.scrollTop) + row.offsetTop - anchor.at;
  }

  async function look() {
    remember();
    if (asked || !list.isConnected) return;
    const below = list.scrollHeight - list.scrollTop - list.clientHeight;
    const wanted =
      list.scrollTop < MARGIN && "newer" in list.dataset ? "Newer" : below < MARGIN && "older" in list.dataset ? "Older" : null;
    if (!wanted) return;
    asked = true;
    try {
      await server.invokeMethodAsync(wanted);
    } catch {
      return; // the connection is lost, and with it this list
    } finally {
      asked = false;
    }
    requestAnimationFrame(look);
  }

  const changes = new MutationObserver(() => {
    hold();
    look();
  });
  changes.observe(rows, { childList: true });
  list.addEventListener("scroll", look, { passive: true });
  rows.addEventListener("pointerover", remember, { passive: true });
  rows.addEventListener("pointerleave", remember, { passive: true });
  rows.addEventListener("focusin", remember);
  const resized = new ResizeObserver(look);
  resized.observe(list);
  list.dataset.alive = "";
  return {
    /** Back to the row whose detail was closed, unless the reader is elsewhere already. */
    focus(key) {
      if (!document.activeElement?.matches("body, dialog")) return;
      rows.querySelector(`[data-tile="${CSS.escape(key)}"] a`)?.focus({ preventScroll: true });
    },
    stop() {
      changes.disconnect();
      resized.disconnect();
    },
  };
}
