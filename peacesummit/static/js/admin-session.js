/* Whoever writes in the admin is told when her session has ended, signs in beside, and saves: the
   page stays as it is, and is sent with the token of the new session. */
(() => {
  "use strict";
  const say = document.getElementById("admin-session").dataset;
  const EVERY = 60_000; // milliseconds between two looks while nothing happens
  const plainFetch = window.fetch.bind(window);
  let user; // who opened this page; undefined where nobody is signed in, as on the page for that
  let token, header, dialog, told, looking;

  // ---------------------------------------------------------------- who is signed in
  /** Return "in", "out", "other" (somebody else), or "away" where the server cannot be asked. */
  async function ask() {
    let now;
    try {
      const answer = await plainFetch(say.state, { cache: "no-store", credentials: "same-origin" });
      if (!answer.ok) return "away";
      now = await answer.json();
    } catch {
      return "away";
    }
    if (now.user === null) return "out";
    user ??= now.user;
    if (now.user !== user) {
      say.name = now.name;
      return "other";
    }
    token = now.token;
    for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = token;
    return "in";
  }

  async function look() {
    looking ??= ask();
    const state = await looking;
    looking = undefined;
    if (state === "in") welcome();
    else if (state !== "away" && state !== told) tell(state);
    return state;
  }

  // ---------------------------------------------------------------- what is said
  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function tell(state) {
    if (user === undefined) return;
    told = state;
    dialog ??= makeDialog();
    dialog.querySelector("p").textContent = say[state === "out" ? "sayOut" : "sayOther"].replace("{name}", say.name);
    if (!dialog.open) dialog.showModal();
  }

  function makeDialog() {
    const link = element("a", { className: "button", href: say.signIn, target: "_blank", textContent: say.sayLink });
    const later = element("button", { type: "button", className: "button button-secondary", textContent: say.sayLater });
    const buttons = element("div", {}, link, later);
    buttons.dataset.buttons = "";
    const heading = element("h2", { id: "session-title", textContent: say.sayTitle });
    const made = element("dialog", { className: "session-dialog" }, heading, element("p"), buttons);
    made.setAttribute("aria-labelledby", heading.id);
    later.addEventListener("click", () => made.close());
    document.body.append(made);
    return made;
  }

  function welcome() {
    if (!told) return;
    told = undefined;
    dialog.close();
    const note = document.querySelector(".session-back");
    note.textContent = say.sayBack;
    setTimeout(() => { note.textContent = ""; }, 20_000);
  }

  // ---------------------------------------------------------------- what is sent
  function renewed(options) {
    if (!token || !options?.headers) return options;
    const headers = new Headers(options.headers);
    if (headers.has(header)) headers.set(header, token);
    return { ...options, headers };
  }

  function listen() {
    header = JSON.parse(document.getElementById("wagtail-config").textContent).CSRF_HEADER_NAME;
    // Wagtail's own scripts and ours send the token with which the page was opened.
    window.fetch = async (input, options) => {
      const response = await plainFetch(input, renewed(options));
      if (response.status === 403 || (response.redirected && response.url.includes(say.signIn.split("?")[0]))) look();
      return response;
    };
    const { setRequestHeader, send } = XMLHttpRequest.prototype;
    XMLHttpRequest.prototype.setRequestHeader = function (name, value) {
      const isToken = token && name.toLowerCase() === header.toLowerCase();
      return setRequestHeader.call(this, name, isToken ? token : value);
    };
    XMLHttpRequest.prototype.send = function (body) {
      this.addEventListener("load", () => this.status === 403 && look());
      return send.call(this, body);
    };
    document.addEventListener("submit", hold, true);
    addEventListener("focus", look);
    document.addEventListener("visibilitychange", () => document.hidden || look());
    setInterval(() => document.hidden || look(), EVERY);
  }

  // A form is sent once it is known that it will be taken: else the answer would be the page for
  // signing in, and what was typed gone.
  const known = new WeakSet();

  function hold(event) {
    const form = event.target, button = event.submitter;
    if (form.method !== "post" || new URL(form.action).origin !== location.origin || known.has(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    told = undefined; // whoever presses the button is told again
    look().then((state) => {
      // Nobody was signed in from the start: the server leads to where one signs in.
      if (user !== undefined && (state === "out" || state === "other")) {
        // Wagtail's button says meanwhile that it is saving.
        if (button?.dataset.wProgressLoadingValue) button.dataset.wProgressLoadingValue = "false";
        return;
      }
      known.add(form);
      const wasDisabled = button?.disabled;
      if (button) button.disabled = false; // else its name would not be sent
      form.requestSubmit(button);
      if (button) button.disabled = wasDisabled;
      known.delete(form);
    });
  }

  document.addEventListener("DOMContentLoaded", async () => {
    if (!document.getElementById("wagtail-sidebar")) return; // the pages for signing in
    const note = element("div", { className: "session-back" });
    note.setAttribute("role", "status");
    document.body.append(note);
    listen();
    await look();
  });
})();
