// Tells of new incidents by the browser's own notifications, where somebody asked for them: a choice of this browser alone.

const KEY = "ds-notify";
// Pages on Android have the type, and may not make one.
const able = isSecureContext && "Notification" in window && !/Android/.test(navigator.userAgent);

function wanted() {
  try {
    return able && Notification.permission === "granted" && localStorage.getItem(KEY) === "on";
  } catch {
    return false; // storage is blocked: nothing was chosen
  }
}

class News extends HTMLElement {
  static observedAttributes = ["incident"];
  #told = null;

  attributeChangedCallback(name, before, id) {
    if (!id || id === this.#told) return;
    this.#told = id;
    queueMicrotask(() => wanted() && this.#tell(id)); // by then Blazor has put what it says
  }

  #tell(id) {
    // The same tag in every tab, so that several open ones tell of it once.
    const notification = new Notification(this.dataset.kind, { body: this.dataset.text, tag: `ds-incident-${id}` });
    notification.addEventListener("click", () => {
      window.focus();
      location.assign(new URL(this.dataset.href, document.baseURI));
      notification.close();
    });
  }
}

class Switch extends HTMLElement {
  #changed = (event) => event.key === KEY && this.#show();

  connectedCallback() {
    queueMicrotask(() => this.#show()); // by then Blazor has put the box in
    this.addEventListener("change", () => this.#choose());
    addEventListener("storage", this.#changed);
  }

  disconnectedCallback() {
    removeEventListener("storage", this.#changed);
  }

  get #box() {
    return this.querySelector("input");
  }

  async #choose() {
    const on = this.#box.checked && (await Notification.requestPermission()) === "granted";
    try {
      localStorage.setItem(KEY, on ? "on" : "off");
    } catch {
      // storage is blocked: the box shows that nothing was kept
    }
    this.#show();
  }

  #show() {
    this.#box.checked = wanted();
    const why = !able
      ? "This browser notifies from pages only where DataSync is opened over https, and not on Android."
      : Notification.permission === "denied"
        ? "This browser blocks notifications of DataSync; its settings for this page allow them."
        : "";
    this.#box.disabled = why !== "";
    this.querySelector("[role=status]").textContent = why;
  }
}

customElements.define("ds-notify", News);
customElements.define("ds-notify-switch", Switch);
