/* Một Cửa: what the pages can do beyond plain HTML. One file, no library, loaded in <head> so that the chosen
   light or dark ground is there before the first paint. Everything listens on the document: parts that htmx
   brings later need no second start. */
(() => {
  "use strict";
  const root = document.documentElement;
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const on = (type, selector, act, options) =>
    document.addEventListener(
      type,
      (event) => {
        const target = event.target instanceof Element && event.target.closest(selector);
        if (target) act(target, event);
      },
      options,
    );

  /* Storage may be forbidden: then choices last as long as the page. */
  const memory = new Map();
  const stored = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return memory.get(name) ?? null;
    }
  };
  const store = (name, value) => {
    try {
      value === null ? localStorage.removeItem(name) : localStorage.setItem(name, value);
    } catch {
      value === null ? memory.delete(name) : memory.set(name, value);
    }
  };

  /* Light, dark, or as the machine has it */
  const showTheme = () => {
    const theme = stored("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
    all("[data-theme-set]").forEach((button) =>
      button.setAttribute("aria-pressed", String(button.dataset.themeSet === (root.dataset.theme ?? "auto"))),
    );
  };
  showTheme();
  on("click", "[data-theme-set]", (button) => {
    store("theme", button.dataset.themeSet === "auto" ? null : button.dataset.themeSet);
    showTheme();
  });

  /* Dialogs: command/commandfor is HTML's own; older browsers get it here */
  const obey = (button) => {
    const dialog = document.getElementById(button.getAttribute("commandfor"));
    if (!dialog) return;
    if (button.getAttribute("command") === "show-modal") dialog.open || dialog.showModal();
    else dialog.close();
  };
  if (!("commandForElement" in HTMLButtonElement.prototype)) on("click", "button[commandfor]", obey);
  document.addEventListener("click", (event) => {
    if (event.target instanceof HTMLDialogElement && event.target.open) {
      const box = event.target.getBoundingClientRect();
      const outside =
        event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
      if (outside && event.detail) event.target.close();
    }
  });

  /* Keys that walk (arrows, Enter, Escape): what they do and what the map under "?" tells of them, in one place */
  const walks = [];
  const walk = ({ where, keys, told, place, anywhere, act }) => {
    walks.push({ where, keys, told, place });
    document.addEventListener("keydown", (event) => {
      if (!keys.includes(event.key) || event.defaultPrevented || event.isComposing) return;
      if (event.ctrlKey || event.altKey || event.metaKey || !(event.target instanceof Element)) return;
      const target = anywhere ? find(where) : event.target.closest(where);
      if (target) act(target, event);
    });
  };

  /* Menus close on a click elsewhere and on Escape, which gives the focus back */
  document.addEventListener("click", (event) => {
    all("details.menu[open]").forEach((menu) => menu.contains(event.target) || (menu.open = false));
  });
  walk({
    where: "details.menu",
    keys: ["Escape"],
    told: "Đóng trình đơn, hộp thoại đang mở",
    place: "Mọi trang",
    anywhere: true,
    act: () => {
      const menu = find("details.menu[open]");
      if (!menu) return;
      menu.open = false;
      find("summary", menu).focus();
    },
  });

  /* Keys: data-key="F9", "Alt+1", "/", "N", written by keyboard.py. One-letter keys can be switched off (WCAG 2.1.4). */
  const typing = (element) =>
    element instanceof Element &&
    element.closest("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");
  const seen = (element) => element.checkVisibility?.() ?? element.getClientRects().length > 0;
  const pressed = (event) => {
    const name = event.code.startsWith("Digit") && event.altKey ? event.code.slice(5) : event.key;
    return (
      (event.ctrlKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "") + (name.length === 1 ? name.toUpperCase() : name)
    );
  };
  const keyed = (scope) => {
    const found = new Map();
    all("[data-key]", scope).forEach((element) => {
      const name = element.dataset.key.toUpperCase();
      if (seen(element) && !element.disabled && !found.has(name)) found.set(name, element);
    });
    return found;
  };
  const use = (element) => {
    if (element.matches("input:not([type=checkbox], [type=radio]), select, textarea")) {
      element.focus();
      element.select?.();
    } else if (element.matches("a, button, input, summary")) element.click();
    else {
      const first = find(
        "input:not([type=hidden]), select, textarea, button, a[href]",
        element.closest("section, fieldset, form") ?? document,
      );
      (first ?? element).focus();
    }
  };
  /* A letter waits a moment: when more follow at once it is a barcode reader that types a code, not a person. */
  const HOLD = 80; // milliseconds
  let held = 0;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.metaKey) return;
    const name = pressed(event);
    const single = name.length === 1;
    if (single && (typing(event.target) || stored("keys") === "off")) return;
    if (/^(Page|Arrow|Home|End)/.test(name) && typing(event.target)) return;
    clearTimeout(held);
    const element = keyed(find("dialog:modal") ?? document).get(name.toUpperCase());
    if (!element) return;
    event.preventDefault();
    if (single && element.matches("a, button, summary")) held = setTimeout(() => use(element), HOLD);
    else use(element);
  });

  /* The map: the keys that would act now, the page's own first */
  const CAPS = { ArrowUp: "↑", ArrowDown: "↓", Enter: "↵", Escape: "Esc" };
  const made = (tag, text, css) => {
    const element = document.createElement(tag);
    element.textContent = text;
    if (css) element.className = css;
    return element;
  };
  const told = () => {
    const rows = [...keyed(document).values()].map((element) => {
      const { key, keyLabel, keyPlace } = element.dataset;
      return { caps: key.split("+"), label: keyLabel || element.textContent.trim(), place: keyPlace };
    });
    for (const { where, keys, told, place } of walks)
      if (all(where).some(seen)) rows.push({ caps: keys.map((key) => CAPS[key] ?? key), label: told, place });
    return rows;
  };
  const showKeys = (dialog) => {
    const groups = new Map();
    for (const row of told()) groups.set(row.place, [...(groups.get(row.place) ?? []), row]);
    const order = [...groups].sort(([one], [other]) => (one === "Mọi trang") - (other === "Mọi trang"));
    find("[data-keymap]", dialog).replaceChildren(
      ...order.map(([place, rows]) => {
        const group = document.createElement("section");
        const list = made("dl", "", "keymap");
        for (const row of rows) {
          const term = made("dt", "", "keys");
          term.append(...row.caps.map((cap) => made("kbd", cap)));
          list.append(term, made("dd", row.label));
        }
        group.append(made("h3", place), list);
        return group;
      }),
    );
    find("[data-keys-off]", dialog).checked = stored("keys") === "off";
  };
  on("click", 'button[commandfor="keys"]', () => showKeys(find("#keys")), true);
  on("change", "[data-keys-off]", (box) => store("keys", box.checked ? "off" : null));

  /* A barcode reader types fast and ends with Enter: wherever the focus is, its code goes to the page's own field
     for it, or to the search box */
  const SCAN_GAP = 150; // milliseconds; readers need 1 to 30, a busy machine more
  const SCAN_STALL = 1000; // a stalled machine must not cut a code in two
  const BEGUN = /^[A-Z]|^.{4}/; // no key of the page's begins so: a capital, or several too fast for fingers
  let scanned = "";
  let last = 0;
  /* On a list with boxes a code of one of its rows ticks that row; any other code opens its dossier as ever. */
  const tickScanned = (code) => {
    const [asked, link] = [code.replace(/\s/g, "").toUpperCase(), /\/t\/([\w-]+)/.exec(code)?.[1]];
    const found = all(".bulk tbody input[name=pick]").find(
      (box) => box.value.split(":")[0].toUpperCase() === asked || (link && box.dataset.link === link),
    );
    if (!found) return false;
    const already = found.checked;
    found.checked = true;
    found.dispatchEvent(new Event("change", { bubbles: true }));
    found.focus();
    found.scrollIntoView({ block: "center" });
    const count = boxes(found.closest(".bulk")).filter((box) => box.checked).length;
    const name = found.value.split(":")[0];
    all("#toasts [data-scanned]").forEach((old) => old.remove());
    const toast = window.motcua.toast(`${already ? "Đã chọn từ trước" : "Đã chọn"} ${name}. Đang chọn ${count} hồ sơ.`);
    toast.dataset.scanned = "";
    return true;
  };
  document.addEventListener(
    "keydown",
    (event) => {
      const box = find('[data-scan="here"]') ?? find('[data-scan="page"]');
      if (!box || typing(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
      const gap = event.timeStamp - last;
      const quick = gap < (BEGUN.test(scanned) ? SCAN_STALL : SCAN_GAP);
      last = event.timeStamp;
      if (event.key === "Enter" && quick && scanned.length > 5) {
        event.preventDefault();
        clearTimeout(held);
        const code = scanned;
        scanned = "";
        if (box.dataset.scan === "page" && tickScanned(code)) return;
        box.value = code;
        box.form.requestSubmit();
      } else if (event.key.length === 1) {
        scanned = quick ? scanned + event.key : event.key;
        if (gap < SCAN_GAP && scanned.length > 2) {
          clearTimeout(held); // of the sign before: "5" of a code is no key, however long the code takes
          event.stopPropagation(); // too fast for fingers
        }
      }
    },
    true,
  );
  on(
    "change",
    "input[data-scan]",
    (input) =>
      (input.value = input.value.replace(/[\s\u200b-\u200f\ufeff]+/g, input.dataset.scan === "page" ? " " : "").trim()),
  );

  /* Dates: 1/2/26, 1.2.2026, 010226 become 01/02/2026 when one leaves the field; the server reads them all anyway */
  const readDay = (text) => {
    const found =
      /^(\d{1,2})[\/.\- ](\d{1,2})[\/.\- ](\d{2}|\d{4})$/.exec(text) ?? /^(\d{2})(\d{2})(\d{2}|\d{4})$/.exec(text);
    if (!found) return null;
    const [day, month] = [Number(found[1]), Number(found[2])];
    let year = Number(found[3]);
    if (year < 100) year += year < 70 ? 2000 : 1900;
    const date = new Date(year, month - 1, day);
    const sound = date.getFullYear() === year && date.getMonth() === month - 1 && date.getDate() === day;
    return sound ? `${String(day).padStart(2, "0")}/${String(month).padStart(2, "0")}/${year}` : null;
  };
  on("focusout", "input[data-day]", (input) => {
    const written = readDay(input.value.trim());
    if (written) input.value = written;
  });

  /* Lists: choose all, choose a range with Shift, say how many */
  const boxes = (table) => all("tbody input[type=checkbox]", table);
  const tell = (bulk) => {
    const found = boxes(bulk);
    const chosen = found.filter((box) => box.checked).length;
    all("output", bulk).forEach((output) => (output.textContent = chosen || ""));
    all("[data-check-all]", bulk).forEach((box) => {
      box.checked = chosen > 0 && chosen === found.length;
      box.indeterminate = chosen > 0 && chosen < found.length;
    });
  };
  let lastBox = null;
  on("click", ".bulk tbody input[type=checkbox]", (box, event) => {
    const found = boxes(box.closest(".bulk"));
    if (event.shiftKey && found.includes(lastBox)) {
      const [from, to] = [found.indexOf(lastBox), found.indexOf(box)].sort((a, b) => a - b);
      found.slice(from, to + 1).forEach((other) => (other.checked = box.checked));
    }
    lastBox = box;
  });
  on("change", ".bulk input[type=checkbox]", (box) => {
    const bulk = box.closest(".bulk");
    if (box.matches("[data-check-all]")) boxes(bulk).forEach((other) => (other.checked = box.checked));
    tell(bulk);
  });
  on("click", "[data-uncheck]", (button) => {
    const bulk = button.closest(".bulk");
    boxes(bulk).forEach((box) => (box.checked = false));
    tell(bulk);
    boxes(bulk)[0]?.focus();
  });

  /* Rows by keyboard: up and down from box to box, with Shift they take their box along */
  walk({
    where: ".bulk tbody input[type=checkbox]",
    keys: ["ArrowUp", "ArrowDown"],
    told: "Từ ô chọn này lên, xuống dòng khác; giữ Shift để chọn luôn",
    place: "Danh sách",
    act: (box, event) => {
      const found = boxes(box.closest(".bulk"));
      const next = found[found.indexOf(box) + (event.key === "ArrowUp" ? -1 : 1)];
      event.preventDefault();
      if (!next) return;
      if (event.shiftKey) next.checked = box.checked = true;
      next.focus();
      tell(box.closest(".bulk"));
    },
  });

  /* Columns one may hide, remembered per list */
  const showColumns = (table) => {
    const hidden = new Set((stored(`columns:${table.dataset.columns}`) ?? "").split(",").filter(Boolean));
    all("thead th", table).forEach((head, place) => {
      const hide = head.dataset.col !== undefined && hidden.has(head.dataset.col);
      head.hidden = hide;
      all("tbody tr:not(.rowgroup), tfoot tr", table).forEach(
        (row) => row.cells[place] && (row.cells[place].hidden = hide),
      );
    });
    all(`[data-columns-of="${table.dataset.columns}"] input`).forEach((box) => (box.checked = !hidden.has(box.value)));
  };
  on("change", "[data-columns-of] input", (box) => {
    const menu = box.closest("[data-columns-of]");
    const name = menu.dataset.columnsOf;
    store(
      `columns:${name}`,
      all("input", menu)
        .filter((other) => !other.checked)
        .map((other) => other.value)
        .join(",") || null,
    );
    all(`table[data-columns="${name}"]`).forEach(showColumns);
  });

  /* Cards in a list, each opened by a link: up and down from one to the next */
  walk({
    where: "[data-card]",
    keys: ["ArrowUp", "ArrowDown"],
    told: "Từ thẻ này sang thẻ trước, thẻ sau",
    place: "Thiết kế biểu mẫu",
    act: (link, event) => {
      const found = all("[data-card]");
      event.preventDefault();
      found[found.indexOf(link) + (event.key === "ArrowUp" ? -1 : 1)]?.focus();
    },
  });

  /* Sheets: arrows and Enter walk the column */
  walk({
    where: ".sheet td input",
    keys: ["ArrowUp", "ArrowDown", "Enter"],
    told: "Lên, xuống trong cột của bảng nhập",
    place: "Biểu mẫu",
    act: (input, event) => {
      const step = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey) ? -1 : 1;
      const place = input.closest("td").cellIndex;
      const rows = all("tr", input.closest("table"));
      for (let i = rows.indexOf(input.closest("tr")) + step; rows[i]; i += step) {
        const next = rows[i].cells[place] && find("input", rows[i].cells[place]);
        if (next) {
          event.preventDefault();
          next.focus();
          next.select();
          return;
        }
      }
    },
  });

  /* Numbers of people never stand in an address: typed into a list's filter they go to the search box, which posts */
  const PERSONS = /^(\d{9}|\d{12}|0\d{9})$/;
  on("submit", "form.filters", (form, event) => {
    const first = find("input[type=search], input[type=text]", form);
    const text = first?.value.replace(/[\s.-]/g, "") ?? "";
    const box = find('[data-scan="page"]');
    if (!box || !PERSONS.test(text)) return;
    event.preventDefault();
    box.value = text;
    box.form.requestSubmit();
  });

  /* Back to a page that was refused: it is asked for anew. Else the browser shows an error of its own and offers to
     send the refused answers once more; staying on the page and reloading it still brings them back. */
  const askAnew = () => {
    const own = (form) => form.method === "post" && new URL(form.getAttribute("action") || "", location).pathname;
    if ([...document.forms].some((form) => own(form) === location.pathname))
      history.replaceState(history.state, "", location.href);
  };
  document.addEventListener("submit", askAnew, true);
  document.addEventListener("click", (event) => event.target.closest?.("a[href]") && askAnew(), true);

  /* One form, one sending; none without a network: the browser would put an error of its own in the page's place */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "get" || form.matches("[data-download], [target]")) return;
    if (!navigator.onLine) {
      event.preventDefault();
      window.motcua.toast(
        window.motcua.said(
          "Máy đang mất mạng: chưa gửi gì, mọi ô còn nguyên. Có mạng lại thì gửi lần nữa.",
          "You are offline: nothing was sent, everything stands as it was. Send again once you are back.",
        ),
      );
      return;
    }
    if (event.submitter?.hasAttribute("formtarget")) return; // answered in another window: this one stays as it is
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    setTimeout(() =>
      all("button:not([type=button])", form).forEach((button) => button.setAttribute("aria-busy", "true")),
    );
  });
  window.addEventListener("pageshow", () => {
    all("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      all("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
    });
  });
  document.addEventListener("htmx:afterRequest", (event) => delete event.target.closest?.("form")?.dataset.sent);

  /* Small things */
  on("click", "[data-dismiss]", (button) => button.closest(".note, .toast")?.remove());
  on("click", "[data-print]", () => window.print());
  on("click", ".error-summary a[href^='#']", (link, event) => {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    event.preventDefault();
    (target.matches("fieldset") ? find("input", target) : target).focus();
  });
  window.motcua = {
    walk,
    said: (vi, en) => (document.documentElement.lang === "en" ? en : vi),
    toast(text) {
      const toast = document.createElement("div");
      toast.className = "toast";
      const close = document.createElement("button");
      close.type = "button";
      close.className = "btn onbar sm";
      close.dataset.dismiss = "";
      close.textContent = this.said("Đóng", "Close");
      toast.append(text, close);
      find("#toasts").append(toast);
      return toast;
    },
  };
  /* The token of now: whoever logged in anew in another window goes on in this one */
  const token = () => /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1];
  window.motcua.token = token;
  document.addEventListener("htmx:configRequest", (event) => {
    if (token() && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token();
  });
  document.addEventListener(
    "submit",
    (event) => {
      const kept = event.target.elements.csrfmiddlewaretoken;
      if (kept && token()) kept.value = token();
    },
    true,
  );
  document.addEventListener("htmx:beforeRequest", (event) =>
    event.detail.elt.closest("[data-busy]")?.setAttribute("aria-busy", "true"),
  );
  for (const problem of ["htmx:sendError", "htmx:responseError"])
    document.addEventListener(problem, () =>
      window.motcua.toast(
        window.motcua.said("Không tải được. Kiểm tra mạng rồi thử lại.", "Nothing came. Check the line and try again."),
      ),
    );

  /* On phones rows are laid out as blocks: say aloud that they are still a table (Safari forgets it) */
  const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };
  const keepRoles = (table) => {
    [table, ...all("thead, tbody, tfoot, tr, td", table)].forEach((part) => {
      if (!part.hasAttribute("role")) part.setAttribute("role", ROLES[part.tagName]);
    });
    all("th", table).forEach((head) => {
      const column = head.closest("thead") && head.scope !== "row";
      if (!head.hasAttribute("role")) head.setAttribute("role", column ? "columnheader" : "rowheader");
    });
  };

  const arrive = (within) => {
    all("table.stacks", within).forEach(keepRoles);
    all("[data-themes]", within).forEach((group) => (group.hidden = false));
    showTheme();
    all(".bulk", within).forEach(tell);
    all("table[data-columns]", within).forEach(showColumns);
    all("dialog[data-open]", within).forEach((dialog) => dialog.open || dialog.showModal());
    find(".error-summary", within)?.focus();
    all(".tabs", within).forEach((tabs) => {
      const current = find("[aria-current]", tabs);
      if (current)
        tabs.scrollLeft = current.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - current.offsetWidth) / 2;
    });
    document.dispatchEvent(new CustomEvent("motcua:arrived", { detail: within })); // scripts of one kind of page
  };
  window.motcua.arrive = arrive;
  document.addEventListener("DOMContentLoaded", () => arrive(document));
  document.addEventListener("htmx:load", (event) => event.detail.elt !== document.body && arrive(event.detail.elt));
})();
