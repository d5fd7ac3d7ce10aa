/* The hall's devices: a kiosk that goes back by itself and prints, a display that keeps its last picture when the line
   drops and says since when, a number on the phone. Everything works without it, only slower. */
(() => {
  "use strict";
  const find = (selector, within = document) => within.querySelector(selector);
  const two = (number) => String(number).padStart(2, "0");
  /* a television's own clock and time zone are often wrong: the hour is the server's, in Vietnam */
  const face = find("[data-clock]");
  const ahead = face ? Number(face.dataset.clock) - Date.now() : 0;
  const now = () => new Date(Date.now() + ahead + 7 * 3_600_000);
  const clock = (at) => `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
  const seconds = (element, name, otherwise) => (Number(element.dataset[name]) || otherwise) * 1000;

  /* ---- the picture: asked for by its tag, drawn only when it changed */
  const polled = find("[data-poll]");
  if (polled) {
    const every = seconds(polled, "every", 5);
    const told = find("[data-line-down]");
    let tag = polled.dataset.tag ? `"${polled.dataset.tag}"` : "";
    let lastSeen = now();
    let downSince = null;

    const down = () => {
      downSince ??= now();
      const words = told.dataset.words.replace("{since}", clock(downSince));
      told.textContent = words.replace("{seen}", clock(lastSeen));
      told.hidden = false;
    };
    const up = () => {
      lastSeen = now();
      downSince = null;
      told.hidden = true;
    };
    const draw = (html) => {
      const before = new Set((find("[data-calls]", polled)?.dataset.calls ?? "").split(" "));
      polled.innerHTML = html;
      const calls = (find("[data-calls]", polled)?.dataset.calls ?? "").split(" ").filter(Boolean);
      announce(calls.filter((call) => !before.has(call)));
    };
    const ask = async () => {
      try {
        const headers = tag ? { "If-None-Match": tag } : {};
        const answer = await fetch(polled.dataset.poll, {
          headers,
          cache: "no-store",
          signal: AbortSignal.timeout(every * 2),
        });
        if (answer.status === 200) {
          draw(await answer.text());
          tag = answer.headers.get("ETag") ?? "";
          up();
        } else if (answer.status === 304) up();
        else if (answer.status === 403 || answer.status === 404) location.reload();
        else down();
      } catch {
        down();
      }
      setTimeout(ask, every + Math.random() * 400); /* not all at the same moment */
    };
    setTimeout(ask, every);
  }

  /* ---- a sound and a voice for what is newly called, once somebody switched them on */
  const chime = find("[data-chime]");
  let sound = null;
  const bell = (at, pitch) => {
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.3, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.9);
    tone.connect(volume).connect(sound.destination);
    tone.start(at);
    tone.stop(at + 1);
  };
  const say = (call) => {
    const voice = window.speechSynthesis?.getVoices().find((one) => one.lang.toLowerCase().startsWith("vi"));
    if (!voice) return;
    const [code, window_] = call.split(":");
    const words = new SpeechSynthesisUtterance(`Mời số ${code.split("").join(" ")}, đến quầy ${window_}`);
    words.voice = voice;
    words.lang = "vi-VN";
    window.speechSynthesis.speak(words);
  };
  function announce(calls) {
    if (!sound || !calls.length) return;
    bell(sound.currentTime, 784);
    bell(sound.currentTime + 0.4, 587);
    calls.forEach(say);
  }
  if (chime && window.AudioContext) {
    chime.hidden = false;
    chime.addEventListener("click", () => {
      if (sound) {
        sound.close();
        sound = null;
      } else {
        sound = new AudioContext();
        bell(sound.currentTime, 784);
      }
      chime.setAttribute("aria-pressed", String(Boolean(sound)));
      find("[data-chime-word]").textContent = sound ? "Tắt tiếng gọi" : "Bật tiếng gọi";
    });
  }

  if (face) {
    const tick = () => {
      const at = now();
      face.textContent = `${clock(at)} · ${two(at.getUTCDate())}/${two(at.getUTCMonth() + 1)}/${at.getUTCFullYear()}`;
    };
    tick();
    setInterval(tick, 5000);
  }

  /* ---- an officer's window: who came meanwhile is seen without asking, and an old page calls nobody */
  const fresh = () => [...document.querySelectorAll("[data-fresh]")];
  if (fresh().length) {
    const look = async () => {
      const isBusy = () => document.hidden || find("dialog[open]") || fresh().some((part) => part.contains(document.activeElement));
      try {
        if (isBusy()) return;
        const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(10_000) });
        if (!answer.ok || answer.redirected || isBusy()) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const part of fresh()) {
          const other = find(`[data-fresh="${part.dataset.fresh}"]`, page);
          if (other && other.innerHTML !== part.innerHTML) part.innerHTML = other.innerHTML;
        }
      } catch {
        /* the line is down: the next button says so */
      } finally {
        setTimeout(look, 10_000);
      }
    };
    setTimeout(look, 10_000);
  }

  /* ---- the kiosk */
  const kiosk = find("[data-kiosk]");
  const slip = find("[data-slip]");
  if (kiosk) {
    /* a reader types where the focus is: after a touch it goes back to the field of the slip */
    find("[name=priority]", kiosk)?.addEventListener("pointerup", () => setTimeout(() => slip?.focus(), 50));
    /* what somebody chose and left is not the next person's; the counts are fresh */
    let idle = setTimeout(() => location.assign(location.pathname), 30_000);
    for (const type of ["pointerdown", "input", "focusin"])
      document.addEventListener(type, () => {
        clearTimeout(idle);
        idle = setTimeout(() => location.assign(location.pathname), 30_000);
      });
    kiosk.addEventListener("submit", (event) => {
      if (kiosk.dataset.sent) event.preventDefault();
      kiosk.dataset.sent = "1";
    });
    window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  }

  const back = find("[data-return]");
  if (back) setTimeout(() => location.replace(back.dataset.return), seconds(back, "returnAfter", 15));

  /* The browser of a kiosk is started with printing that does not ask. Once a number: a page opened again prints no
     second paper. */
  const paper = find("[data-print-once]");
  if (paper) {
    const once = `printed ${location.pathname}`;
    if (!sessionStorage.getItem(once)) {
      sessionStorage.setItem(once, "1");
      window.addEventListener("load", () => window.print());
    }
  }
})();
