/* The intake page by keyboard: arrows walk the procedures found, Enter goes on to the next field. */
(() => {
  "use strict";
  const SENDS = "#id_q, #id_a-identity_number"; // Enter means the page's first button here
  const ELSEWHERE = "#id_elsewhere"; // and here the first agency found
  const PLACE = "Tiếp nhận";

  window.motcua.walk({
    where: "#intake :is([data-results], .found button)",
    keys: ["ArrowUp", "ArrowDown", "Escape"],
    told: "Chọn trong các thủ tục tìm thấy, về ô tìm",
    place: PLACE,
    act: (target, event) => {
      const found = target.dataset.results ?? target.closest(".found").id;
      const input = document.querySelector(`#intake [data-results="${found}"]`);
      const list = [...document.querySelectorAll(`#${found} button`)];
      const place = list.indexOf(target);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape" && place >= 0) input.focus();
      else if (step) (list[place + step] ?? (place + step < 0 ? input : list[place]))?.focus();
      else return;
      event.preventDefault();
    },
  });

  window.motcua.walk({
    where: `#intake ${ELSEWHERE}`,
    keys: ["Enter"],
    told: "Chọn cơ quan đầu tiên tìm thấy",
    place: PLACE,
    act: (target, event) => {
      event.preventDefault();
      document.querySelector(`#${target.dataset.results} button`)?.click();
    },
  });

  window.motcua.walk({
    where: "#intake .qty",
    keys: ["ArrowUp", "ArrowDown"],
    told: "Lên, xuống trong cột số bản của giấy tờ",
    place: PLACE,
    act: (target, event) => {
      const cell = target.closest("td");
      const row = cell.parentElement[event.key === "ArrowUp" ? "previousElementSibling" : "nextElementSibling"];
      const next = row?.cells[cell.cellIndex]?.querySelector("input");
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.select();
    },
  });

  /* No form is sent by mistake: F9 and the buttons send it */
  window.motcua.walk({
    where: `#intake :is(input, select):not(${SENDS}, ${ELSEWHERE}, [type=file])`,
    keys: ["Enter"],
    told: "Sang ô kế tiếp; giữ Shift để về ô trước",
    place: PLACE,
    act: (target, event) => {
      event.preventDefault();
      const fields = [...document.querySelectorAll("#intake :is(input:not([type=hidden]), select, textarea)")].filter(
        (field) =>
          field.checkVisibility() &&
          !field.disabled &&
          (field.type !== "radio" || field.checked || !field.form.elements[field.name].value),
      );
      const next = fields[fields.indexOf(target) + (event.shiftKey ? -1 : 1)];
      next?.focus();
      next?.select?.();
    },
  });

  document.addEventListener("intake:focus", (event) => {
    const field = document.querySelector(`#intake [name="${event.detail.value}"]`);
    field?.focus();
  });
})();
