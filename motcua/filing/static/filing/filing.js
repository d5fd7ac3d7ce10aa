/* What is typed is kept as it is typed. Without script the buttons keep it. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const told = form.querySelector("[data-autosave-told]");
  const WAIT = 900;
  const AGAIN = 5000;
  let timer = 0;
  let running = null;
  let dirty = false;

  const token = () => window.motcua.token() ?? form.elements.csrfmiddlewaretoken.value;
  /* What is sent is numbered: what a slow line brings late must not undo what was sent after it */
  const number = () => {
    form.elements.turn.value = Number(form.elements.turn.value) + 1;
  };
  const body = () => {
    number();
    const data = new FormData(form);
    data.set("csrfmiddlewaretoken", token());
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

  async function send() {
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
    }
  }

  async function save() {
    if (running) return later(WAIT);
    running = send();
    await running;
    running = null;
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
    number();
    dirty = false;
  });
  window.addEventListener("online", () => dirty && later(0));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && dirty) navigator.sendBeacon(form.dataset.autosave, body());
  });

  /* Files: piece by piece as soon as they are chosen, so that a cut line costs one piece at most */
  const PIECE = 256 * 1024;
  const PAUSES = [1000, 2000, 5000, 10000];
  const wait = (time) =>
    new Promise((done) => {
      const timer = setTimeout(done, time);
      window.addEventListener("online", () => (clearTimeout(timer), done()), { once: true });
    });
  const ask = (url, options) => fetch(url, { redirect: "manual", ...options, headers: { "X-CSRFToken": token(), ...options.headers } });

  const line = (input, file) => {
    const box = document.createElement("div");
    const words = document.createElement("p");
    const progress = document.createElement("progress");
    box.className = "progress";
    words.setAttribute("role", "status");
    progress.max = file.size;
    progress.value = 0;
    progress.setAttribute("aria-label", file.name);
    box.append(words, progress);
    input.closest(".filebox").append(box);
    return {
      tell(text, value) {
        words.textContent = `${file.name}: ${text}`;
        if (value !== undefined) progress.value = value;
      },
      fail(text) {
        progress.remove();
        box.className = "error";
        words.textContent = `${file.name}: ${text}`;
      },
    };
  };

  class Refusal extends Error {}
  const refusalOf = async (answer) => {
    if (answer.type === "opaqueredirect") return new Refusal(form.dataset.expired);
    if (answer.status >= 500) return new Error("server");
    const found = await answer.json().catch(() => null);
    return new Refusal(found?.message ?? `${answer.status}`);
  };

  async function announce(input, file) {
    const body = new FormData();
    [["input", input.name], ["name", file.name], ["size", file.size]].forEach((pair) => body.append(...pair));
    const answer = await ask(form.dataset.uploads, { method: "POST", body });
    if (answer.status !== 201) throw await refusalOf(answer);
    return [answer.headers.get("Location"), Number(answer.headers.get("Upload-Offset"))];
  }

  async function sendPieces(url, from, file, shown) {
    let offset = from;
    while (offset < file.size) {
      shown.tell(`${form.dataset.uploading} ${Math.floor((offset / file.size) * 100)}%`, offset);
      const piece = file.slice(offset, offset + PIECE);
      if (offset + piece.size === file.size) shown.tell(form.dataset.checking, offset);
      const headers = { "Upload-Offset": `${offset}`, "Content-Type": "application/offset+octet-stream" };
      const answer = await ask(url, { method: "PATCH", body: piece, headers });
      const told = answer.headers.get("Upload-Offset");
      if (answer.ok || (answer.status === 409 && told !== null)) offset = Number(told);
      else throw await refusalOf(answer);
    }
  }

  async function bring(input, file) {
    const shown = line(input, file);
    for (let turn = 0; ; turn += 1) {
      try {
        const [url, offset] = await announce(input, file);
        await sendPieces(url, offset, file, shown);
        return true;
      } catch (error) {
        if (error instanceof Refusal) {
          shown.fail(error.message);
          return false;
        }
        shown.tell(form.dataset.cut);
        await wait(PAUSES[Math.min(turn, PAUSES.length - 1)]);
      }
    }
  }

  form.addEventListener("change", async (event) => {
    const input = event.target;
    if (input.type !== "file" || !input.files.length) return;
    const files = [...input.files];
    input.value = "";
    input.disabled = true;
    let good = true;
    for (const file of files) good = (await bring(input, file)) && good;
    input.disabled = false;
    await running;
    if (dirty) await save();
    if (good) location.reload();
  });
})();
