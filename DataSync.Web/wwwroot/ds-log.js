// A long list of which the server holds a piece: asks for more when an end comes near, and keeps what the reader looks at
// where it is when rows come or go above it.

const MARGIN = 600;

export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function watch(list, server) {
  const rows = list.querySelector("ol");
  let asked = false;
  let anchor = null;

  // At the very top new rows may push the others down, unless one of them is pointed at or has the focus.
  function remember() {
    anchor = null;
    const held = rows.contains(document.activeElement) || rows.matches(":hover");
    if (list.scrollTop <= 0 && !held) return;
    const top = list.getBoundingClientRect().top;
    for (const row of rows.children) {
      const box = row.getBoundingClientRect();
      if (box.bottom <= top) continue;
      anchor = { row, key: row.dataset.tile, offset: box.top - top };
      return;
    }
  }

  function hold() {
    const row = anchor?.row.isConnected ? anchor.row : rows.querySelector(`[data-tile="${CSS.escape(anchor?.key ?? "")}"]`);
    if (row) list.scrollTop += row.getBoundingClientRect().top - list.getBoundingClientRect().top - anchor.offset;
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
