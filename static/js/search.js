// The / key goes to the search field; it can be turned off (WCAG 2.1.4), and the browser remembers that.
// From the field the arrows go through what was found, Enter opens it, and Escape goes back to the field.
const OFF = "tasmat-no-search-key";

const isTyping = (element) => element.closest("input, select, textarea, [contenteditable], dialog") !== null;

function remember(off) {
  document.body.classList.toggle("app-no-keys", off);
  if (off) localStorage.setItem(OFF, "yes");
  else localStorage.removeItem(OFF);
}

function throughResults(field) {
  const places = [field, ...document.querySelectorAll("[data-found]")];
  document.addEventListener("keydown", (event) => {
    const here = places.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1, Escape: -here }[event.key];
    if (here < 0 || step === undefined) return;
    if (here === 0 && event.key === "Escape" && field.value === "") field.blur();
    if (!step || !places[here + step]) return;
    event.preventDefault();
    places[here + step].focus();
  });
}

export function searchKey() {
  const field = document.querySelector("[data-search]");
  const choice = document.querySelector("[data-shortcut-switch]");
  if (!field || !choice) return;
  throughResults(field);
  const box = choice.querySelector("input");
  box.checked = localStorage.getItem(OFF) === null;
  document.body.classList.toggle("app-no-keys", !box.checked);
  choice.hidden = false;
  box.addEventListener("change", () => remember(!box.checked));
  document.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key !== "/" || !plain || !box.checked || isTyping(event.target)) return;
    event.preventDefault();
    field.focus();
  });
}
