/* The translation editor saves by itself, works by keyboard and shows the page. Without this file it is a form. */
function startEditor() {
  const editor = document.querySelector("[data-editor]");
  if (!editor) return;
  const say = editor.dataset;
  const form = editor.querySelector("[data-editor-form]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const rows = [...editor.querySelectorAll("[data-row]")];
  const PAUSE = 800, AGAIN = 5000, HEARTBEAT = 20000;
  const one = (name, root = editor) => root.querySelector(`[data-${name}]`);
  let leaving = false;
  let stamp = say.stamp;

  // ---------------------------------------------------------------- talking to the server
  async function send(url, fields) {
    const response = await fetch(url, {
      method: "POST",
      headers: { "X-CSRFToken": token, Accept: "application/json" },
      body: new URLSearchParams(fields),
      credentials: "same-origin",
    });
    const type = response.headers.get("Content-Type") || "";
    const answer = type.includes("application/json") && !response.redirected ? await response.json() : null;
    return { ok: response.ok && answer !== null, status: response.status, answer: answer || {} };
  }

  function situation(answer) {
    if (!answer.progress) return;
    one("editor-progress").textContent = answer.progress.words;
    one("editor-state").textContent = answer.state.label;
    one("editor-count-todo").textContent = answer.progress.total - answer.progress.done;
    const others = one("editor-others");
    const words = answer.here.length ? `${say.sayHere} ${answer.here.join(", ")}` : "";
    if (others.textContent.trim() !== words) others.textContent = words;
    const lack = one("editor-lack");
    if (lack) {
      lack.textContent = answer.lack;
      lack.hidden = !answer.lack;
    }
    const approved = one("editor-approved");
    if (approved) approved.hidden = !answer.approved;
    const waits = (status) => status === "in_review";
    if (answer.stamp !== stamp) changed(say.saySource);
    else if (waits(answer.state.status) !== waits(say.status)) changed(say.sayState);
  }

  function changed(words) {
    one("editor-changed-words").textContent = words;
    one("editor-changed").hidden = false;
  }

  // ---------------------------------------------------------------- one row
  class Row {
    constructor(element) {
      this.element = element;
      this.field = one("field", element);
      this.version = one("version", element);
      this.saved = this.field.value;
      this.timer = 0;
      this.busy = null;
      this.field.addEventListener("input", () => this.later());
      this.length = one("length", element);
      if (this.length) {
        this.field.addEventListener("input", () => this.count());
        this.count();
      }
      this.field.addEventListener("blur", () => this.save());
      for (const button of element.querySelectorAll("[data-opening]")) {
        button.addEventListener("click", () => this.wrap(button.dataset.opening, button.dataset.closing));
      }
      for (const [place, offer] of [...element.querySelectorAll("[data-offer]")].entries()) {
        one("use", offer).hidden = false;
        one("use", offer).addEventListener("click", () => this.take(place));
      }
      const tools = one("tools", element);
      if (tools) tools.hidden = false;
      const confirm = one("confirm", element);
      if (confirm) {
        confirm.addEventListener("click", (event) => {
          event.preventDefault();
          this.save(true).then(() => this.next());
        });
      }
    }

    get dirty() {
      return this.field.value !== this.saved;
    }

    /** Say how long the text is, counted as the server does. */
    count() {
      const plain = this.field.value.replace(/<[^>]*>/g, "").trim();
      const now = [...plain].length;
      one("length-now", this.length).textContent = now;
      this.length.toggleAttribute("data-over", now > Number(this.length.dataset.length));
    }

    tell(words, bad = false) {
      const place = one("saving", this.element);
      place.textContent = words;
      place.toggleAttribute("data-bad", bad);
    }

    later(pause = PAUSE) {
      clearTimeout(this.timer);
      if (!this.dirty) return this.tell("");
      if (pause === PAUSE) this.tell(say.sayUnsaved);
      this.timer = setTimeout(() => this.save(), pause);
    }

    /** Save what stands in the field; one request at a time, so that versions follow each other. */
    save(force = false) {
      clearTimeout(this.timer);
      if (this.busy) return this.busy.then(() => this.save(force));
      if (!this.dirty && !force) return Promise.resolve(true);
      this.busy = this.post().finally(() => (this.busy = null));
      return this.busy;
    }

    async post() {
      const value = this.field.value;
      this.tell(say.saySaving);
      let result;
      try {
        result = await send(say.textUrl, {
          key: this.element.dataset.key, value, version: this.version.value,
        });
      } catch {
        this.tell(say.sayOffline, true);
        overall();
        this.timer = setTimeout(() => this.save(), AGAIN);
        return false;
      }
      const { ok, status, answer } = result;
      if (ok) {
        this.version.value = answer.version;
        this.saved = value;
        this.element.dataset.state = answer.done ? "done" : "optional" in this.element.dataset ? "optional" : "todo";
        for (const mark of this.element.querySelectorAll("[data-machine], [data-confirm]")) mark.remove();
        this.field.removeAttribute("aria-invalid");
        this.problems(answer.problems);
        one("conflict", this.element).hidden = true;
        this.tell(say.saySaved);
        situation(answer);
        if (this.dirty) this.later();
        refresh();
      } else if (status === 409) {
        this.conflict(answer);
      } else {
        this.tell(say.sayFailed, true);
        this.field.setAttribute("aria-invalid", "true");
        this.problems([{ message: answer.error || say.sayFailed, serious: true }]);
        if (status >= 500) this.timer = setTimeout(() => this.save(), AGAIN);
      }
      overall();
      return ok;
    }

    problems(found) {
      const list = one("problems", this.element);
      list.replaceChildren(...found.map((problem) => {
        const item = document.createElement("li");
        item.textContent = problem.message;
        if (problem.serious) item.className = "editor-serious";
        return item;
      }));
    }

    conflict(answer) {
      this.version.value = answer.version;
      this.tell(say.sayFailed, true);
      const box = one("conflict", this.element);
      one("conflict-words", box).textContent = answer.by ? `${answer.error} (${answer.by})` : answer.error;
      one("conflict-text", box).textContent = answer.theirs;
      const button = (words, does) => {
        const made = document.createElement("button");
        made.type = "button";
        made.className = "button button-small";
        made.textContent = words;
        made.addEventListener("click", () => { box.hidden = true; does(); this.field.focus(); });
        return made;
      };
      one("conflict-buttons", box).replaceChildren(
        button(say.sayTheirs, () => { this.put(answer.theirs); this.saved = answer.theirs; this.later(); overall(); }),
        " ",
        button(say.sayMine, () => this.save(true)),
      );
      box.hidden = false;
    }

    put(value) {
      this.field.value = value;
      this.field.dispatchEvent(new Event("input", { bubbles: true }));
    }

    take(place) {
      const offer = this.element.querySelectorAll("[data-offer]")[place];
      if (!offer) return;
      this.put(one("offer-text", offer).value);
      this.field.focus();
    }

    wrap(opening, closing) {
      const { selectionStart: start, selectionEnd: end, value } = this.field;
      this.put(value.slice(0, start) + opening + value.slice(start, end) + closing + value.slice(end));
      this.field.focus();
      this.field.setSelectionRange(start + opening.length, end + opening.length);
    }

    /** Go to the next row that is to do, from here on and then from the start. */
    next() {
      const here = written.indexOf(this);
      const others = [...written.slice(here + 1), ...written.slice(0, here)];
      const todo = others.find((row) => ["todo", "machine"].includes(row.element.dataset.state));
      (todo ? todo.field : form.querySelector("[value=submit]")).focus();
    }

    key(event) {
      const plainAlt = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.save(this.element.dataset.state === "machine").then((ok) => ok && this.next());
      } else if (plainAlt && /^Digit[1-9]$/.test(event.code)) {
        event.preventDefault();
        this.take(Number(event.code.slice(5)) - 1);
      } else if (plainAlt && event.code === "KeyS") {
        event.preventDefault();
        this.put(one("source", this.element).value);
      }
    }
  }

  const written = rows.filter((element) => one("field", element)).map((element) => new Row(element));
  for (const row of written) row.field.addEventListener("keydown", (event) => row.key(event));

  function overall() {
    const place = one("editor-saving");
    const open = written.some((row) => row.dirty);
    place.textContent = open ? say.sayUnsaved : say.sayAllSaved;
    place.toggleAttribute("data-bad", open);
  }

  // ---------------------------------------------------------------- leaving
  const kept = [...editor.querySelectorAll("[data-keep]")];
  const unsaved = () => written.some((row) => row.dirty || row.busy) || kept.some((f) => f.value !== f.defaultValue);
  addEventListener("beforeunload", (event) => {
    if (!leaving && unsaved()) event.preventDefault();
  });
  form.addEventListener("submit", async (event) => {
    const waits = written.filter((row) => row.busy);
    if (waits.length && !leaving) {
      // What is on its way would look to the server like somebody else's text.
      event.preventDefault();
      await Promise.all(waits.map((row) => row.busy));
      leaving = true;
      form.requestSubmit(event.submitter);
      return;
    }
    leaving = true;
    for (const row of written) clearTimeout(row.timer);
  });
  addEventListener("online", () => written.filter((row) => row.dirty).forEach((row) => row.save()));

  async function heartbeat() {
    if (document.hidden) return;
    try {
      situation((await send(say.hereUrl, {})).answer);
    } catch { /* offline: what is written says so itself */ }
  }
  setInterval(heartbeat, HEARTBEAT);
  document.addEventListener("visibilitychange", heartbeat);

  // ---------------------------------------------------------------- preview
  const frame = one("editor-frame");
  const toggle = one("editor-preview");
  const beside = matchMedia("(min-width: 75rem)");
  const KEY = "translation-editor-preview";
  let waiting = 0;

  function refresh() {
    if (!frame || frame.hidden) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      let top = 0;
      try { top = frame.contentWindow.scrollY; } catch { /* not loaded yet */ }
      frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, top), { once: true });
      frame.src = frame.dataset.src;
    }, 600);
  }

  function show(open) {
    frame.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    if (open) frame.src = frame.dataset.src;
  }

  if (frame && toggle) {
    toggle.hidden = false;
    let wish = null;
    try { wish = localStorage.getItem(KEY); } catch { /* private window */ }
    show(wish === null ? matchMedia("(min-width: 90rem)").matches : wish === "open");
    toggle.addEventListener("click", () => {
      show(frame.hidden);
      // Where there is no room beside the texts it stands below them, perhaps far away.
      if (!frame.hidden && !beside.matches) frame.parentElement.scrollIntoView({ block: "start" });
      try { localStorage.setItem(KEY, frame.hidden ? "closed" : "open"); } catch { /* same */ }
    });
  }
}

// Wagtail loads its scripts in the head.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startEditor);
else startEditor();
