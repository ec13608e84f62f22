// A form is sent once: further submits are dropped until the answer comes or the page is shown again.
import { csrf } from "./csrf.js";

const LONGEST_WAIT = 15_000; // milliseconds; then the connection is taken for lost and a new try is allowed

const busy = new Map();

function free(form) {
  clearTimeout(busy.get(form)?.timer);
  busy.get(form)?.button?.removeAttribute("aria-disabled");
  busy.delete(form);
}

function hold(event) {
  const form = event.target;
  if (form.method !== "post" && !form.hasAttribute("hx-post")) return;
  if (busy.has(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  const field = form.elements.namedItem("csrfmiddlewaretoken");
  if (field && csrf()) field.value = csrf();
  const button = event.submitter;
  button?.setAttribute("aria-disabled", "true"); // not `disabled`: the button's own value is sent with the form
  busy.set(form, { button, timer: setTimeout(free, LONGEST_WAIT, form) });
}

export function sendOnce() {
  document.addEventListener("submit", hold, { capture: true });
  document.addEventListener("htmx:afterRequest", (event) => free(event.detail.elt));
  addEventListener("pageshow", () => [...busy.keys()].forEach(free));
}
