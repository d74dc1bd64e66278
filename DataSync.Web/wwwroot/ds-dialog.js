// <ds-dialog> shows the <dialog> in it above everything for as long as it is in the page, and gives the focus back
// afterwards. Whether it is there is the address's business: closing means following its link.
class Dialog extends HTMLElement {
  #opener = null;

  connectedCallback() {
    this.#opener = document.activeElement;
    queueMicrotask(() => this.#show()); // by then Blazor has put the dialog in
  }

  disconnectedCallback() {
    const opener = this.#opener;
    const back = opener?.isConnected && opener !== document.body ? opener : document.querySelector("h1");
    back?.focus({ preventScroll: true });
  }

  #show() {
    const dialog = this.querySelector("dialog");
    if (!dialog || dialog.open || !this.isConnected) return;
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#follow("[data-back]") || this.#follow("[data-close]");
    });
    dialog.showModal();
  }

  #follow(link) {
    const found = this.querySelector(link);
    found?.click();
    return found !== null;
  }
}

// <ds-copy text="…"> around a button copies that text, also where the browser's clipboard needs an encrypted page.
class Copy extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", () => this.#copy());
  }

  async #copy() {
    const text = this.getAttribute("text") ?? "";
    const done = await (navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    ) ?? false);
    const state = done || this.#byHand(text) ? "done" : "failed";
    this.dataset.state = state;
    const voice = this.querySelector("[aria-live]");
    if (voice) voice.textContent = state === "done" ? "Copied" : "The browser does not allow copying";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => delete this.dataset.state, 2000);
  }

  #byHand(text) {
    const box = document.createElement("textarea");
    box.value = text;
    box.className = "ds-hidden";
    box.tabIndex = -1;
    const focused = document.activeElement;
    this.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    focused?.focus({ preventScroll: true });
    return done;
  }
}

customElements.define("ds-dialog", Dialog);
customElements.define("ds-copy", Copy);
