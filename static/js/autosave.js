// Keeps a draft of a form: at most two seconds after a key, and when the page is left; what fails is tried again.
import { csrf } from "./csrf.js";

const PAUSE = 2000; // milliseconds from the first unsaved key: who types on and on is saved all the same
const AGAIN = 3000; // milliseconds; no server, no network, or the session has ended
const PATIENCE = 15_000; // milliseconds; then the connection is taken for lost

/** Posts the fields of `form` to its data-autosave address; the answer's text is shown in [data-draft-state]. */
export function autosave(form) {
  if (form.dataset.autosaving) return;
  form.dataset.autosaving = "yes";
  const state = form.querySelector("[data-draft-state]");
  let timer = 0;
  let unsaved = false;
  let failing = false;
  let sending = false;
  let sequence = 0;

  const show = (words, isFailure, link) => {
    if (!state) return;
    state.textContent = words;
    state.classList.toggle("is-failed", isFailure);
    if (link) state.append(" ", link);
  };

  const toMerge = (href) => href && Object.assign(document.createElement("a"), { href, className: "govuk-link", textContent: state?.dataset.merge });

  // Beside the text, not a dialog: who goes on typing would type into it.
  const toSignIn = () => {
    const link = document.querySelector("#session-ended a")?.cloneNode(true);
    if (link) link.className = "govuk-link";
    return link;
  };

  const later = (pause) => {
    if (!timer && form.isConnected) timer = setTimeout(send, pause, false);
  };

  const failed = (signedOut) => {
    unsaved = failing = true;
    const words = signedOut ? state?.dataset.signedOut : state?.dataset.failed;
    show(words ?? "", true, signedOut && toSignIn());
    later(AGAIN);
  };

  const saved = async (answer) => {
    const words = await answer.text();
    show(words, answer.status === 409, toMerge(answer.headers.get("X-Merge")));
    if (failing) document.dispatchEvent(new Event("session-back"));
    failing = false;
  };

  async function send(keepalive) {
    clearTimeout(timer);
    timer = 0;
    if (!form.isConnected) return;
    if (sending && !keepalive) return later(PAUSE); // one after the other
    unsaved = false;
    sending = true;
    sequence += 1;
    const body = new FormData(form);
    body.delete("csrfmiddlewaretoken"); // Django would read the old field before the header
    body.set("sequence", sequence);
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body,
        keepalive,
        credentials: "same-origin",
        signal: AbortSignal.timeout(PATIENCE),
        headers: { "X-CSRFToken": csrf(), "HX-Request": "true" },
      });
      if (!answer.redirected && (answer.ok || answer.status === 409)) await saved(answer);
      else failed(answer.status === 401);
    } catch {
      failed(false);
    } finally {
      sending = false;
    }
  }

  const sendWhenLeaving = () => {
    if (unsaved && form.isConnected) send(true);
  };

  form.addEventListener("input", () => {
    unsaved = true;
    later(PAUSE);
  });
  form.addEventListener("submit", () => { // the entry itself is on its way
    clearTimeout(timer);
    timer = 0;
  });
  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.elt === form && !detail.successful) { // the entry is not saved: its text at least is
      unsaved = true;
      failing ||= detail.xhr.status === 401; // a dialog has opened: it closes when the text is saved
      later(AGAIN);
    }
  });
  addEventListener("online", () => { if (failing) send(false); });
  addEventListener("pagehide", sendWhenLeaving);
  addEventListener("beforeunload", (event) => { if (failing && form.isConnected) event.preventDefault(); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") sendWhenLeaving();
    else if (failing) send(false);
  });
}
