// Passkeys: asks the browser for one and posts what it gives. Each form says what it wants by its data attributes:
// data-passkey "create" or "get"; data-options the id of the JSON in the page, or data-options-url where to fetch it.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const keys = (list = []) => list.map((key) => ({ ...key, id: bytes(key.id) }));

async function options(form) {
  const { optionsUrl, options: id } = form.dataset;
  if (!optionsUrl) return JSON.parse(document.getElementById(id).textContent);
  const answer = await fetch(optionsUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`Options: ${answer.status}`);
  return answer.json();
}

/** What is to be made: a passkey that signs in alone must be kept by the device and unlocked by its owner. */
async function create(form) {
  const { publicKey } = (await options(form)).creation_options;
  const alone = form.elements.passwordless?.checked;
  const credential = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: keys(publicKey.excludeCredentials),
      authenticatorSelection: {
        ...publicKey.authenticatorSelection,
        residentKey: alone ? "required" : "discouraged",
        requireResidentKey: Boolean(alone),
        ...(alone && { userVerification: "required" }),
      },
    },
  });
  const { attestationObject, clientDataJSON } = credential.response;
  return json(credential, { attestationObject, clientDataJSON, transports: credential.response.getTransports?.() });
}

async function get(form) {
  const { publicKey } = (await options(form)).request_options;
  const credential = await navigator.credentials.get({
    publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: keys(publicKey.allowCredentials) },
  });
  const { authenticatorData, clientDataJSON, signature, userHandle } = credential.response;
  return json(credential, { authenticatorData, clientDataJSON, signature, userHandle });
}

function json(credential, response) {
  const readable = Object.entries(response).map(([name, value]) => [name, value instanceof ArrayBuffer ? text(value) : value]);
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(readable),
  });
}

const ways = { create, get };

function start(form) {
  const message = form.querySelector("[data-passkey-message]");
  form.hidden = false;
  form.querySelector("button").addEventListener("click", async () => {
    message.textContent = "";
    try {
      form.elements.credential.value = await ways[form.dataset.passkey](form);
      form.submit();
    } catch {
      message.textContent = message.dataset.failed;
    }
  });
}

if (window.PublicKeyCredential) document.querySelectorAll("[data-passkey]").forEach(start);
