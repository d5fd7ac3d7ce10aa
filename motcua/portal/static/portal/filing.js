/* What is typed is kept as it is typed. Without script the buttons keep it. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const told = form.querySelector("[data-autosave-told]");
  const WAIT = 900;
  const AGAIN = 5000;
  let timer = 0;
  let running = false;
  let dirty = false;

  const body = () => {
    const data = new FormData(form);
    [...form.querySelectorAll("input[type=file]")].forEach((input) => data.delete(input.name));
    return data;
  };
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };
  const say = (text) => {
    told.textContent = text;
  };

  async function save() {
    if (running) return later(WAIT);
    running = true;
    dirty = false;
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: body(), redirect: "manual" });
      if (answer.type === "opaqueredirect") {
        dirty = true;
        say(form.dataset.expired);
        return;
      }
      const found = await answer.json();
      if (answer.ok) {
        form.elements.seen.value = found.seen;
        say(`${form.dataset.saved} ${found.saved}`);
      } else {
        say(found.message);
      }
    } catch {
      dirty = true;
      say(form.dataset.unsaved);
      later(AGAIN);
    } finally {
      running = false;
    }
  }

  const changed = (event) => {
    if (event.target.type === "file") return;
    dirty = true;
    later(event.type === "change" ? 0 : WAIT);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    dirty = false;
  });
  window.addEventListener("online", () => dirty && later(0));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && dirty) navigator.sendBeacon(form.dataset.autosave, body());
  });
})();
