// Passkeys: hands the server's question to the browser and the browser's answer back, in a form of the page.
(() => {
  "use strict";
  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const named = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

  const asked = {
    create: (options) =>
      navigator.credentials.create({
        publicKey: {
          ...options,
          challenge: bytes(options.challenge),
          user: { ...options.user, id: bytes(options.user.id) },
          excludeCredentials: named(options.excludeCredentials),
        },
      }),
    get: (options) =>
      navigator.credentials.get({
        publicKey: {
          ...options,
          challenge: bytes(options.challenge),
          allowCredentials: named(options.allowCredentials),
        },
      }),
  };

  const told = ({ id, rawId, type, response }) => {
    const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
    const answer = Object.fromEntries(
      parts.filter((name) => response[name]).map((name) => [name, text(response[name])]),
    );
    return JSON.stringify({ id, rawId: text(rawId), type, response: answer, clientExtensionResults: {} });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const go = form.querySelector("[data-passkey-go]");
    const failed = form.querySelector("[data-passkey-failed]");
    const missing = form.querySelector("[data-passkey-missing]");
    if (!window.PublicKeyCredential || !window.isSecureContext) continue;
    go.hidden = false;
    if (missing) missing.hidden = true;
    go.addEventListener("click", async () => {
      failed.hidden = true;
      try {
        const answer = await asked[form.dataset.passkey](JSON.parse(form.dataset.options));
        form.elements.credential.value = told(answer);
      } catch {
        failed.hidden = false;
        return;
      }
      form.submit();
    });
  }
})();
