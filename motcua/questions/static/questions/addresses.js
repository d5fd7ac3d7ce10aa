/* Addresses: what is below a chosen unit is suggested. Without script names are typed and the server offers what fits. */
(() => {
  "use strict";
  const KIND = /^(thanh pho|tinh|quan|huyen|thi xa|thi tran|phuong|xa|dac khu|tp|p|x|q|h|tx|tt)\.? (?=\S)/;
  const BEFORE = "before_2025_07";
  const ABROAD = "abroad";
  const lists = new Map();

  const fold = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, " ").trim();
  const bare = (text) => fold(text).replace(KIND, "");

  /* The one name that is meant, as the server reads it: its kind need be told only where two share the name */
  const meant = (names, typed) => {
    for (const form of [fold, bare]) {
      const found = typed ? names.filter((name) => form(name) === form(typed)) : [];
      if (found.length) return found.length === 1 ? found[0] : undefined;
    }
    return undefined;
  };

  const below = async (url) => {
    if (!lists.has(url)) lists.set(url, fetch(url).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer))));
    try {
      return await lists.get(url);
    } catch {
      lists.delete(url); // no line: what is typed is good, and the next touch asks again
      return [];
    }
  };

  const at = (box, part) => box.querySelector(`[data-unit="${part}"]`);
  const eraOf = (box) => box.querySelector("input[name$='-era']:checked")?.value ?? box.dataset.address;

  /* A list that the server offered was of another unit: typed again, with suggestions */
  const typed = (input) => {
    if (!input || input.tagName !== "SELECT") return input;
    const again = document.createElement("input");
    ["id", "name", "data-unit"].forEach((name) => again.setAttribute(name, input.getAttribute(name)));
    again.type = "text";
    again.lang = "vi";
    again.autocomplete = "off";
    input.replaceWith(again);
    return again;
  };

  const suggest = (input, names) => {
    if (!input || input.tagName === "SELECT") return;
    const id = `${input.id}-list`;
    let list = document.getElementById(id);
    if (!list) {
      list = document.createElement("datalist");
      list.id = id;
      list.lang = "vi";
      input.after(list);
    }
    if (list.dataset.names !== names.join("|")) {
      list.dataset.names = names.join("|");
      list.replaceChildren(...names.map((name) => new Option(fold(name), name))); // found without marks too
    }
    input.setAttribute("list", id);
  };

  const tell = (box, today) => {
    const place = box.querySelector("p[data-today]");
    if (!place || (place.dataset.today === today && place.textContent)) return;
    place.dataset.today = today;
    place.replaceChildren();
    if (!today) return;
    const words = box.querySelector("template").content.firstElementChild.cloneNode(true);
    words.querySelector("span").textContent = today;
    place.append(...words.childNodes);
  };

  const show = (box, era) => {
    const wanted = { province: era !== ABROAD, district: era === BEFORE, commune: era !== ABROAD, country: era === ABROAD };
    Object.entries(wanted).forEach(([part, yes]) => {
      const field = box.querySelector(`[name$="-${part}"]`)?.closest(".field");
      if (field) field.hidden = !yes;
    });
  };

  async function look(box) {
    const era = eraOf(box);
    show(box, era);
    const list = document.getElementById(`units-${era}`);
    const province = at(box, "province");
    if (!list || !province) return tell(box, "");
    if (province.tagName !== "SELECT") province.setAttribute("list", list.id);
    const options = [...list.options];
    const name = meant(options.map((option) => option.value), province.value);
    const option = options.find((each) => each.value === name);
    tell(box, option?.dataset.today ?? "");
    const names = option ? await below(list.dataset.url.replace("/00.json", `/${option.dataset.code}.json`)) : [];
    if (eraOf(box) !== era || at(box, "province").value !== province.value) return; // changed meanwhile
    const districts = Array.isArray(names) ? [] : Object.keys(names);
    suggest(at(box, "district"), districts);
    const district = meant(districts, at(box, "district")?.value ?? "");
    suggest(at(box, "commune"), era === BEFORE ? (names[district] ?? []) : names);
  }

  const touched = (event) => {
    const box = event.target instanceof Element && event.target.closest("[data-address]");
    if (!box) return;
    const part = event.target.dataset.unit ?? (event.target.name?.endsWith("-era") ? "era" : "");
    if (event.type === "change" && part) {
      const lower = { era: ["province", "district", "commune"], province: ["district", "commune"], district: ["commune"] };
      (lower[part] ?? []).forEach((each) => typed(at(box, each)));
    }
    if (part || event.type === "focusin") look(box);
  };
  ["input", "change", "focusin"].forEach((type) => document.addEventListener(type, touched));
  document.addEventListener("motcua:arrived", () => document.querySelectorAll("[data-address]").forEach(look));
})();
