// Keeps a draft of a form: two seconds after the last key, and when the page is left.
import { csrf } from "./csrf.js";

const PAUSE = 2000; // milliseconds

/** Posts the fields of `form` to its data-autosave address; the answer's text is shown in [data-draft-state]. */
export function autosave(form) {
  if (form.dataset.autosaving) return;
  form.dataset.autosaving = "yes";
  const state = form.querySelector("[data-draft-state]");
  let timer = 0;
  let unsaved = false;

  const show = (words, failed) => {
    if (!state) return;
    state.textContent = words;
    state.classList.toggle("is-failed", failed);
  };

  const send = async (keepalive) => {
    clearTimeout(timer);
    unsaved = false;
    const body = new FormData(form);
    body.delete("csrfmiddlewaretoken"); // Django would read the old field before the header
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body,
        keepalive,
        credentials: "same-origin",
        headers: { "X-CSRFToken": csrf(), "HX-Request": "true" },
      });
      if (answer.status === 401) document.dispatchEvent(new Event("session-ended"));
      if (!answer.ok) throw new Error(answer.statusText);
      show(await answer.text(), false);
    } catch {
      unsaved = true;
      show(state?.dataset.failed ?? "", true);
    }
  };

  const sendWhenLeaving = () => {
    if (unsaved && form.isConnected) send(true);
  };

  form.addEventListener("input", () => {
    unsaved = true;
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE, false);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    unsaved = false;
  });
  addEventListener("pagehide", sendWhenLeaving);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") sendWhenLeaving();
  });
}
