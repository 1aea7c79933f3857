// What somebody types into a date field of the admin stays as it is typed, and is said again in
// words, with its zone, by the server, which alone reads dates (pages/times/date_fields.py).
(() => {
  const $ = window.jQuery;
  if (!$?.fn.datetimepicker) return;
  // Wagtail's picker would replace what it cannot read by the present moment.
  $.fn.datetimepicker.defaults.validateOnBlur = false;

  const { address } = document.currentScript.dataset;

  function kindOf(input) {
    const options = $(input).data("xdsoft_datetimepicker")?.data("options");
    if (!options) return null;
    if (options.timepicker === false) return "date";
    return options.datepicker === false ? "time" : "moment";
  }

  // An event and a form have a zone of their own, in a field beside the dates.
  function zoneOf(input) {
    const field = input.form?.elements[input.dataset.zoneField];
    return field?.value || input.dataset.zone || "";
  }

  function lineOf(input) {
    const id = `${input.id}-in-words`;
    let line = document.getElementById(id);
    if (!line) {
      line = document.createElement("p");
      line.id = id;
      line.setAttribute("role", "status");
      input.after(line);
      const described = input.getAttribute("aria-describedby") || "";
      input.setAttribute("aria-describedby", `${described} ${id}`.trim());
    }
    return line;
  }

  async function say(input, kind) {
    const text = input.value.trim();
    const line = lineOf(input);
    const asked = new URLSearchParams({ text, kind, zone: zoneOf(input) }).toString();
    if (line.dataset.asked === asked) return;
    line.dataset.asked = asked;
    let answer = {};
    if (text) {
      try {
        const response = await fetch(`${address}?${asked}`, {
          headers: { "X-Requested-With": "XMLHttpRequest" },
        });
        if (response.ok) answer = await response.json();
      } catch {
        // Without an answer nothing is said; the form itself is answered in any case.
      }
    }
    if (line.dataset.asked !== asked) return; // something else was typed meanwhile
    line.className = answer.error ? "error-message" : "help";
    line.textContent = answer.error || answer.words || "";
    input.toggleAttribute("aria-invalid", Boolean(answer.error));
    if (answer.error) input.setAttribute("aria-invalid", "true");
    if (answer.value && answer.value !== text && document.activeElement !== input) {
      // As the picker writes it, so that it opens on that day.
      input.value = answer.value;
      line.dataset.asked = new URLSearchParams({
        text: answer.value,
        kind,
        zone: zoneOf(input),
      }).toString();
    }
  }

  document.addEventListener("change", ({ target }) => {
    const kind = kindOf(target);
    if (kind) say(target, kind);
    // Another zone is another moment.
    for (const input of target.form?.querySelectorAll("[data-zone-field]") || []) {
      if (input.dataset.zoneField === target.name) say(input, kindOf(input));
    }
  });

  // What is there already: dates and times in words at once, the rest when somebody comes to it.
  document.addEventListener("focusin", ({ target }) => {
    const kind = kindOf(target);
    if (kind && target.value.trim()) say(target, kind);
  });
  window.addEventListener("load", () => {
    for (const input of document.querySelectorAll("input")) {
      if (input.value.trim() && kindOf(input) === "moment") say(input, "moment");
    }
  });
})();
