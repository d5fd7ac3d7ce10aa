/* The intake page by keyboard: arrows walk the procedures found, Enter goes on to the next field. */
(() => {
  "use strict";
  const SENDS = "#id_q, #id_a-identity_number"; // Enter means the page's first button here
  const results = (input) => [...document.querySelectorAll(`#${input.dataset.results} button`)];

  const walk = (event, input, list, place) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && place >= 0) input.focus();
    else if (step) (list[place + step] ?? (place + step < 0 ? input : list[place]))?.focus();
    else return;
    event.preventDefault();
  };

  /* The counts of the papers: up and down in their column */
  const climb = (event) => {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    const cell = event.target.closest("td");
    const row = step && cell.parentElement[step];
    const next = row?.cells[cell.cellIndex]?.querySelector("input");
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.select();
  };

  document.addEventListener("intake:focus", (event) => {
    const field = document.querySelector(`#intake [name="${event.detail.value}"]`);
    field?.focus();
  });

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || !target.closest?.("#intake")) return;
    const input = document.querySelector("#intake [data-results]");
    const list = results(input);
    if (target === input || list.includes(target)) walk(event, input, list, list.indexOf(target));
    if (target.matches(".qty")) climb(event);
    if (event.key !== "Enter" || !target.matches("input, select") || target.matches(`${SENDS}, [type=file]`)) return;
    if (event.defaultPrevented) return;
    event.preventDefault(); // no form is sent by mistake: F9 and the buttons send it
    const fields = [...document.querySelectorAll("#intake :is(input:not([type=hidden]), select, textarea)")].filter(
      (field) => field.checkVisibility() && !field.disabled && (field.type !== "radio" || field.checked || !field.form.elements[field.name].value),
    );
    const next = fields[fields.indexOf(target) + (event.shiftKey ? -1 : 1)];
    next?.focus();
    next?.select?.();
  });
})();
