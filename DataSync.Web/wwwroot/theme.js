// Loaded before the first paint: a chosen theme wins over the system's, which style sheets follow by themselves.
(() => {
  const key = "ds-theme";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = (theme) => (theme ? root.setAttribute("data-theme", theme) : root.removeAttribute("data-theme"));
  const stored = () => {
    try {
      const theme = localStorage.getItem(key);
      return theme === "dark" || theme === "light" ? theme : null;
    } catch {
      return null; // storage is blocked: the choice lasts as long as the page
    }
  };
  const choose = (theme) => {
    apply(theme);
    try {
      if (theme) localStorage.setItem(key, theme);
      else localStorage.removeItem(key);
    } catch {
      // as above
    }
  };

  apply(stored());
  addEventListener("storage", (event) => event.key === key && apply(stored()));
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-ds-theme]")) return;
    const shown = root.getAttribute("data-theme") ?? (system.matches ? "dark" : "light");
    const wanted = shown === "dark" ? "light" : "dark";
    // Back to what the system says means following it again.
    choose(wanted === (system.matches ? "dark" : "light") ? null : wanted);
  });
})();
