// Starts everything a page uses, and again what htmx has swapped in.
import { createAll, Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, SkipLink } from "../vendor/govuk-frontend.min.js";
import { autosave } from "./autosave.js";
import { channelOfMeeting } from "./channel.js";
import { csrf } from "./csrf.js";
import { closeMenus } from "./menu.js";
import { sendOnce } from "./once.js";
import { pick } from "./picker.js";
import { printButtons } from "./print.js";
import { showCurrent } from "./rows.js";
import { searchKey } from "./search.js";

const COMPONENTS = [Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, SkipLink];
const SAID_FOR = 6000; // milliseconds

const status = document.getElementById("say");
let silence = 0;

/** Says `words` in the page's status line, where eyes and screen readers find them. */
function say(words) {
  clearTimeout(silence);
  status.textContent = words;
  silence = setTimeout(() => { status.textContent = ""; }, SAID_FOR);
}

function start(scope) {
  const known = () => {}; // a component that runs already says so by an error
  for (const component of COMPONENTS) createAll(component, undefined, { scope, onError: known });
  scope.querySelectorAll("[data-autosave]").forEach(autosave);
  scope.querySelectorAll("[data-picker]").forEach(pick);
  showCurrent(scope);
}

document.body.classList.add("js-enabled", "govuk-frontend-supported");
start(document);
channelOfMeeting();
closeMenus();
printButtons();
searchKey();
sendOnce();

document.addEventListener("htmx:configRequest", (event) => {
  const { headers, parameters } = event.detail;
  headers["X-CSRFToken"] = csrf();
  delete parameters.csrfmiddlewaretoken; // Django would read the old field before the header
});

document.addEventListener("htmx:afterSettle", (event) => {
  const swapped = event.target;
  start(swapped.parentElement ?? document);
  if (swapped.querySelector(".govuk-error-summary")) return; // it has taken the focus
  swapped.querySelector("[data-focus]")?.focus();
});

document.addEventListener("htmx:afterRequest", (event) => {
  const { requestConfig, xhr } = event.detail;
  const isSaved = xhr.status >= 200 && xhr.status < 300; // htmx calls a 422 successful too, since it is swapped in
  const speaksItself = xhr.getResponseHeader("HX-Trigger")?.includes('"say"');
  if (isSaved && requestConfig.verb === "post" && !speaksItself) say(status.dataset.saved);
});

document.addEventListener("say", (event) => say(event.detail.value));
document.addEventListener("session-ended", () => {
  const dialog = document.getElementById("session-ended");
  if (dialog && !dialog.open) dialog.showModal();
});
document.addEventListener("session-back", () => {
  const dialog = document.getElementById("session-ended");
  if (dialog?.open) dialog.close();
  say(status.dataset.back);
});
document.addEventListener("htmx:sendError", () => say(status.dataset.offline));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status !== 401) say(status.dataset.failed);
});
