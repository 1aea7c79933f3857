// What makes reading more comfortable where there is script. Nothing needs it: without it, each
// page says the same, for the moment at which it was made. Words come from the page.
"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // ------------------------------------------------------------ light or dark
  // Runs in the head, before anything is painted: nobody is dazzled first. Nothing is kept of
  // readers who have not chosen.
  const root = document.documentElement;
  const KEY = "theme";

  function keptTheme() {
    try {
      const kept = localStorage.getItem(KEY);
      return kept === "light" || kept === "dark" ? kept : "auto";
    } catch {
      return "auto"; // storage is forbidden
    }
  }

  function keepTheme(choice) {
    try {
      if (choice === "auto") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, choice);
    } catch {
      // It holds for this page, then.
    }
  }

  function showTheme(choice) {
    if (choice === "auto") delete root.dataset.theme;
    else root.dataset.theme = choice;
    for (const control of all("[data-theme-choice]")) {
      const chosen = control.dataset.themeChoice === choice;
      if (control.matches("input")) control.checked = chosen;
      else control.setAttribute("aria-pressed", chosen);
    }
  }

  function offerThemes() {
    for (const control of all("[data-theme-choice]")) {
      const hidden = control.closest("[hidden]");
      if (hidden) hidden.hidden = false;
      control.addEventListener(control.matches("input") ? "change" : "click", () => {
        keepTheme(control.dataset.themeChoice);
        showTheme(control.dataset.themeChoice);
      });
    }
    showTheme(keptTheme());
  }

  // ------------------------------------------------------------ piece by piece
  // The style sheet draws a page piece by piece that is read from its top: not one that a link leads
  // into, nor one that the browser scrolls to where somebody was, as it needs the true heights.
  const [visit] = performance.getEntriesByType("navigation");
  if (visit?.type === "navigate" && !visit.name.includes("#")) root.dataset.drawn = "in-pieces";

  // ------------------------------------------------------------ the clock
  // An element with data-starts and data-ends knows its state; of what is inside, data-during
  // names the states in which it is shown. Pages may be old: cached, or open since yesterday.
  const STATES = ["upcoming", "now", "past"];
  const DAY = 86_400_000;
  let alarm;

  function tick() {
    const now = Date.now();
    let next = now + DAY; // a timer of more than 24 days would ring at once
    for (const item of all("[data-starts]")) {
      const [starts, ends] = [Date.parse(item.dataset.starts), Date.parse(item.dataset.ends)];
      for (const bound of [starts, ends + 1]) if (bound > now) next = Math.min(next, bound);
      const state = now < starts ? "upcoming" : now <= ends ? "now" : "past";
      // Never back: what the server knew to be over is over, whatever the reader's clock says.
      if (STATES.indexOf(state) > STATES.indexOf(item.dataset.state)) enter(item, state);
    }
    clearTimeout(alarm);
    alarm = setTimeout(tick, next - now);
  }

  function enter(item, state) {
    item.dataset.state = state;
    for (const part of all("[data-during]", item)) {
      if (part.closest("[data-starts]") === item) {
        part.hidden = !part.dataset.during.split(" ").includes(state);
      }
    }
  }

  function followClock() {
    if (!document.querySelector("[data-starts]")) return;
    tick();
    // Timers sleep with the phone, and with a page that one goes back to.
    document.addEventListener("visibilitychange", () => document.hidden || tick());
    addEventListener("pageshow", tick);
  }

  // ------------------------------------------------------------ the reader's own time
  // The browser knows its zone and all its changes of clocks; no server is asked, none is told.
  const two = (number) => String(number).padStart(2, "0");
  const dateOf = (moment) =>
    `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;

  function hourOf(moment, twelve) {
    const [hours, minutes] = [moment.getHours(), moment.getMinutes()];
    if (!twelve) return `${two(hours)}:${two(minutes)}`;
    const [morning, afternoon, noon, midnight] = twelve.split("|");
    if (!minutes && hours % 12 === 0) return hours ? noon : midnight;
    const end = minutes ? `:${two(minutes)}` : "";
    return `${hours % 12 || 12}${end} ${hours < 12 ? morning : afternoon}`;
  }

  // Whether clocks here and there show the same: an ISO 8601 moment begins with the time there.
  function sameClock(text) {
    const moment = new Date(text);
    return text.startsWith(`${dateOf(moment)}T${hourOf(moment)}`);
  }

  const isElsewhere = ({ dataset: { from, to } }) => !sameClock(from) || (to && !sameClock(to));

  // Temporal where it is known: to start Intl takes a cheap phone a tenth of a second.
  const ownZone = () =>
    globalThis.Temporal?.Now.timeZoneId() ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

  function showOwnTime(item, words, city) {
    const { from, to, brief } = item.dataset;
    const starts = new Date(from);
    let time = hourOf(starts, words.twelve);
    if (to) {
      time = fill(words.range, { first: time, last: hourOf(new Date(to), words.twelve) });
    }
    const [here, there] = [dateOf(starts), from.slice(0, 10)];
    const day = here > there ? "next" : here < there ? "before" : "same";
    const text = fill(words[day], { time });
    const own = document.createElement("span");
    own.className = "second-zone";
    own.textContent = brief === undefined ? fill(words.place, { text, city }) : text;
    item.append(" ", own);
  }

  function showOwnTimes() {
    const elsewhere = all("[data-from]").filter(isElsewhere);
    const words = document.getElementById("own-time")?.dataset;
    const zone = elsewhere.length && words && ownZone();
    // Browsers that hide where somebody is say UTC; nobody lives there.
    if (!zone || /^(Etc\/|UTC|GMT|Universal)/.test(zone)) return;
    const city = JSON.parse(words.cities)[zone] ?? zone.split("/").pop().replaceAll("_", " ");
    for (const item of elsewhere) showOwnTime(item, words, city);
    for (const note of all("[data-own-time-note]")) {
      if (!elsewhere.some((item) => note.parentElement.contains(item))) continue;
      note.textContent = fill(note.dataset.ownTimeNote, { city });
      note.hidden = false;
    }
  }

  // ------------------------------------------------------------ small things
  function offerCopies() {
    if (!navigator.clipboard) return;
    for (const button of all("[data-copy]")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        const around = button.closest(".share") ?? button.parentElement;
        const status = around.querySelector("[role=status]");
        const said = await navigator.clipboard.writeText(button.dataset.copy).then(
          () => button.dataset.copied,
          () => button.dataset.copy, // forbidden: here it is, to be copied by hand
        );
        if (status) status.textContent = said;
      });
    }
  }

  function closeMenus() {
    const open = () => all("details.menu[open]");
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      for (const menu of open()) {
        const inside = menu.contains(document.activeElement);
        menu.open = false;
        if (inside) menu.querySelector("summary").focus();
      }
    });
    document.addEventListener("click", (event) => {
      for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
    });
  }

  // ------------------------------------------------------------ what was typed and sent
  // A browser that keeps a page as it was would show it to whoever goes back at a shared computer.
  function forgetSent() {
    const sent = "[data-unkept=sent]";
    addEventListener("submit", ({ target }) => {
      if (target.matches("[data-unkept]")) target.dataset.unkept = "sent";
    });
    addEventListener("pageshow", ({ persisted }) => {
      const form = persisted && document.querySelector(sent);
      if (!form) return;
      form.hidden = true;
      location.replace(form.action); // to reload would ask whether to send it again
    });
  }

  // ------------------------------------------------------------ on paper
  // A link within the site has a part of an address only, which nobody could type elsewhere.
  function writeAddresses() {
    for (const link of all('main a[href^="/"]')) link.dataset.address = link.href;
  }

  showTheme(keptTheme());
  addEventListener("storage", (event) => event.key === KEY && showTheme(keptTheme()));
  const start = () => [offerThemes, writeAddresses, followClock, showOwnTimes, offerCopies, closeMenus, forgetSent].forEach((begin) => begin());
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
