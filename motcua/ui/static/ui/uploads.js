/* Files that go up: how far, a way to stop, and words when the line is cut. Without script forms send as ever.
   A form with a chosen file is sent from here; what was typed and chosen stays on the page until the answer is there. */
(() => {
  "use strict";
  const said = window.motcua.said;
  const CUT = said("Tải lên bị đứt giữa chừng, chưa gửi được gì. Những gì đã nhập vẫn còn: kiểm tra mạng rồi gửi lại.", "The line was cut, nothing was sent. What you typed is still here: check the line and send again.");
  const STOPPED = said("Đã dừng tải lên, chưa gửi gì. Những gì đã nhập vẫn còn.", "Stopped, nothing was sent. What you typed is still here.");
  const CHECKING = said("Đã tải lên xong, đang kiểm tra tệp…", "Uploaded, checking the file…");
  const chosen = (form) => [...form.querySelectorAll("input[type=file]")].filter((input) => input.files.length);

  /* The bar: a label with the percent, and a button that stops; said aloud at the quarters only */
  const bar = (place, stop) => {
    place.querySelector("[data-upload]")?.remove();
    const box = document.createElement("div");
    const line = document.createElement("div");
    const [words, percent] = [document.createElement("span"), document.createElement("span")];
    const progress = document.createElement("progress");
    const aloud = document.createElement("p");
    const button = document.createElement("button");
    box.className = "progress";
    box.dataset.upload = "";
    words.textContent = said("Đang tải tệp lên", "Uploading");
    percent.className = "num";
    progress.max = 100;
    progress.value = 0;
    progress.setAttribute("aria-label", words.textContent);
    aloud.className = "visually-hidden";
    aloud.setAttribute("role", "status");
    button.type = "button";
    button.className = "btn sm";
    button.textContent = said("Dừng tải lên", "Stop");
    button.addEventListener("click", stop);
    line.append(words, percent);
    box.append(line, progress, aloud, button);
    place.append(box);
    let quarter = 0;
    return {
      tell(loaded, total) {
        const part = total ? Math.floor((loaded / total) * 100) : 0;
        progress.value = part;
        percent.textContent = `${part}%`;
        if (part >= 100) {
          aloud.textContent = words.textContent = CHECKING;
          button.remove();
        } else if (Math.floor(part / 25) > quarter) {
          quarter = Math.floor(part / 25);
          aloud.textContent = said(`Đã tải lên ${part}%`, `${part}% uploaded`);
        }
      },
      end(...parts) {
        box.className = "error";
        box.setAttribute("role", "alert");
        box.replaceChildren(...parts);
      },
      gone: () => box.remove(),
    };
  };

  /* The answer takes the page's place: everything listens on the document, nothing needs a second start */
  const show = (text) => {
    const answer = new DOMParser().parseFromString(text, "text/html");
    document.title = answer.title;
    document.body.className = answer.body.className;
    document.body.replaceChildren(...answer.body.childNodes);
    window.htmx?.process(document.body);
    window.scrollTo(0, 0);
    window.motcua.arrive(document);
  };
  const again = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  };
  const refused = (status) =>
    status === 413
      ? said("Tệp lớn quá mức máy chủ nhận. Những gì đã nhập vẫn còn: chọn tệp nhỏ hơn rồi gửi lại.", "The file is larger than the server takes. What you typed is still here: choose a smaller one and send again.")
      : said(
          `Máy chủ chưa nhận được (lỗi ${status}). Những gì đã nhập vẫn còn: chờ một lát rồi gửi lại.`,
          `The server did not take it (error ${status}). What you typed is still here: wait a little and send again.`,
        );

  const send = (form, submitter) => {
    const request = new XMLHttpRequest();
    const place = submitter?.closest(".btns, p, .bar")?.parentElement ?? form;
    const shown = bar(place, () => request.abort());
    const stay = (text) => {
      again(form);
      shown.end(text);
    };
    request.open("POST", submitter?.getAttribute("formaction") || form.action);
    request.setRequestHeader("X-Upload", "1");
    request.upload.addEventListener("progress", (event) => shown.tell(event.loaded, event.total));
    request.addEventListener("error", () => stay(CUT));
    request.addEventListener("abort", () => stay(STOPPED));
    request.addEventListener("load", () => {
      const to = request.getResponseHeader("X-Location");
      if (to) location.assign(to);
      else if (request.status === 413 || request.status >= 500) stay(refused(request.status));
      else show(request.responseText);
    });
    request.send(new FormData(form, submitter));
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.enctype !== "multipart/form-data" || form.matches("[data-download], [target]"))
      return;
    if (event.submitter?.hasAttribute("formtarget") || !chosen(form).length) return;
    event.preventDefault();
    send(form, event.submitter);
  });

  /* A file that is kept as soon as it is chosen (htmx): stopping takes the choice back, a cut line leaves it */
  const bars = new WeakMap();
  const ofFile = (event) => event.detail.elt?.matches?.('[hx-encoding="multipart/form-data"]') && event.detail.elt;
  document.addEventListener("htmx:xhr:loadstart", (event) => {
    const place = ofFile(event);
    if (!place || bars.has(place) || !chosen(place).length) return;
    const stop = () => {
      window.htmx.trigger(place, "htmx:abort");
      bars.delete(place);
      place.removeAttribute("aria-busy");
      chosen(place).forEach((input) => (input.value = ""));
    };
    bars.set(place, bar(place, stop));
  });
  document.addEventListener("htmx:xhr:progress", (event) => {
    const place = ofFile(event);
    if (place) bars.get(place)?.tell(event.detail.loaded, event.detail.total);
  });
  document.addEventListener("htmx:abort", (event) => {
    if (bars.has(event.target)) event.target.querySelector("[data-upload]")?.remove();
  });
  document.addEventListener("htmx:sendError", (event) => {
    const place = ofFile(event);
    if (!place) return;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "btn sm";
    again.textContent = "Tải lại";
    again.addEventListener("click", () => chosen(place)[0]?.dispatchEvent(new Event("change", { bubbles: true })));
    bars.get(place)?.end("Tải lên bị đứt giữa chừng. Tệp vẫn được chọn và sẽ gửi cùng phiếu. ", again);
    bars.delete(place);
    place.removeAttribute("aria-busy");
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const place = ofFile(event);
    if (!place || !event.detail.xhr?.status) return; // without an answer: stopped, or cut
    bars.get(place)?.gone();
    bars.delete(place);
  });
})();
