// Keeps a draft of a form: at most two seconds after a key, and when the page is left; what fails is tried again.
import { csrf } from "./csrf.js";

const PAUSE = 2000; // milliseconds from the first unsaved key: who types on and on is saved all the same
const AGAIN = 3000; // milliseconds; no server, no network, or the session has ended
const PATIENCE = 15_000; // milliseconds; then the connection is taken for lost
const GONE = 410; // the form was saved from this page already

/**
 * Posts what `fieldsOf` gives to the form's data-autosave address; the answer's text is shown in [data-draft-state].
 * `startsAfter` is the number of the page's last save; `renew` is called when the page's key is used up.
 * Returns what saves soon and what saves at once.
 */
export function autosave(form, { fieldsOf = (of) => new FormData(of), startsAfter = 0, renew = () => {} } = {}) {
  if (form.dataset.autosaving) return undefined;
  form.dataset.autosaving = "yes";
  const state = form.querySelector("[data-draft-state]");
  let timer = 0;
  let unsaved = false;
  let failing = false;
  let sending = null;
  let submitting = false;
  let sequence = startsAfter;

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
    if (!timer && form.isConnected) timer = setTimeout(save, pause);
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

  const startAnew = () => {
    if (submitting) return; // late words of what is just being saved
    renew();
    unsaved = true;
    later(PAUSE);
  };

  /** Whether the server can be reached and knows who is there. */
  async function send(keepalive) {
    clearTimeout(timer);
    timer = 0;
    if (!form.isConnected) return true;
    unsaved = false;
    sequence += 1;
    const body = fieldsOf(form);
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
      if (answer.status === GONE) startAnew();
      else if (!answer.redirected && (answer.ok || answer.status === 409)) await saved(answer);
      else failed(answer.status === 401);
      return answer.status !== 401;
    } catch {
      failed(false);
      return false;
    }
  }

  /** One after the other. */
  async function save() {
    while (sending) await sending;
    sending = send(false).finally(() => { sending = null; });
    return sending;
  }

  const sendWhenLeaving = () => {
    if (unsaved && form.isConnected) send(true);
  };

  // A page that cannot be reached would take the typed words with it: the form goes when its draft has gone.
  const submitWhenKept = async (event) => {
    if (event.target !== form || form.hasAttribute("hx-post")) return;
    if (!submitting && !unsaved && !failing) return;
    if (submitting === "kept") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (submitting) return;
    submitting = "asking";
    const { submitter } = event;
    const isThere = await save();
    submitting = isThere && "kept";
    if (!isThere) return;
    failing = false;
    form.requestSubmit(submitter);
  };

  form.addEventListener("input", () => {
    unsaved = true;
    later(PAUSE);
  });
  addEventListener("submit", submitWhenKept, { capture: true }); // before once.js holds the form
  form.addEventListener("submit", () => { // the entry itself is on its way
    submitting ||= "kept";
    clearTimeout(timer);
    timer = 0;
  });
  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.elt !== form) return;
    submitting = false;
    if (!detail.successful) { // the entry is not saved: its text at least is
      unsaved = true;
      failing ||= detail.xhr.status === 401; // a dialog has opened: it closes when the text is saved
      later(AGAIN);
    }
  });
  addEventListener("online", () => { if (failing) save(); });
  addEventListener("pageshow", () => { submitting = false; });
  addEventListener("pagehide", sendWhenLeaving);
  addEventListener("beforeunload", (event) => { if (failing && form.isConnected) event.preventDefault(); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") sendWhenLeaving();
    else if (failing) save();
  });

  const soon = () => {
    unsaved = true;
    later(PAUSE);
  };
  return { soon, save };
}
