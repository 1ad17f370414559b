// Passkeys: the browser signs what the server gives it, and a form takes it there. Without this file the code works.
(() => {
// A name of a host, as WebAuthn asks: addresses of the net have none.
if (!window.PublicKeyCredential || !/[a-z]/i.test(location.hostname) || location.hostname.includes(":")) return;
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer ?? []))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

const add = async (to, form) => {
  const made = await navigator.credentials.create({ publicKey: {
    challenge: bytes(to.challenge), timeout: to.timeout, attestation: "none",
    rp: { id: to.rpId, name: to.rpName },
    user: { id: bytes(to.handle), name: to.address, displayName: to.address },
    pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -8 }],
    excludeCredentials: to.there.map(id => ({ type: "public-key", id: bytes(id) })),
    authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
  } });
  form.client_data.value = text(made.response.clientDataJSON);
  form.attestation.value = text(made.response.attestationObject);
  form.handle.value = to.handle;
};
const use = async (to, form) => {
  const shown = await navigator.credentials.get({ publicKey: {
    challenge: bytes(to.challenge), timeout: to.timeout, rpId: to.rpId, userVerification: "required",
  } });
  form.credential.value = text(shown.rawId);
  form.client_data.value = text(shown.response.clientDataJSON);
  form.authenticator_data.value = text(shown.response.authenticatorData);
  form.signature.value = text(shown.response.signature);
  form.handle.value = text(shown.response.userHandle);
};

document.querySelectorAll("[data-passkey-shown], form[data-passkey=add]").forEach(part => part.hidden = false);
document.querySelectorAll("[data-passkey-not]").forEach(part => part.hidden = true);
document.querySelectorAll("form[data-passkey]").forEach(form => form.addEventListener("submit", async event => {
  event.preventDefault();
  event.stopImmediatePropagation();
  const failed = document.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  try {
    const reply = await fetch(form.dataset.asking, { method: "POST", headers: { accept: "application/json" } });
    if (!reply.ok) throw new Error(reply.status);
    await (form.dataset.passkey === "add" ? add : use)(await reply.json(), form.elements);
    form.submit();
  } catch {
    failed.hidden = false;
  }
}, true));
})();
