/* The hall's devices: a kiosk that goes back by itself and prints, a display that keeps its last picture when the line
   drops and says since when, a number on the phone. Everything works without it, only slower. */
(() => {
  "use strict";
  const find = (selector, within = document) => within.querySelector(selector);
  const two = (number) => String(number).padStart(2, "0");
  const clock = (at) => `${two(at.getHours())}:${two(at.getMinutes())}`;
  const seconds = (element, name, otherwise) => (Number(element.dataset[name]) || otherwise) * 1000;

  /* ---- the picture: asked for by its tag, drawn only when it changed */
  const polled = find("[data-poll]");
  if (polled) {
    const every = seconds(polled, "every", 5);
    const told = find("[data-line-down]");
    let tag = polled.dataset.tag ? `"${polled.dataset.tag}"` : "";
    let lastSeen = new Date();
    let downSince = null;

    const down = () => {
      downSince ??= new Date();
      told.textContent = `Mất kết nối từ ${clock(downSince)}. Đang hiện số liệu lúc ${clock(lastSeen)}.`;
      told.hidden = false;
    };
    const up = () => {
      lastSeen = new Date();
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

  const face = find("[data-clock]");
  if (face) {
    const tick = () => {
      const at = new Date();
      face.textContent = `${clock(at)} · ${two(at.getDate())}/${two(at.getMonth() + 1)}/${at.getFullYear()}`;
    };
    tick();
    setInterval(tick, 5000);
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
