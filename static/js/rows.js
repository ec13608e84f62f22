// Menus that are one sideways row on a phone begin where the page one is on stands.
export function showCurrent(scope) {
  for (const current of scope.querySelectorAll(".app-nav [aria-current], .app-tabs [aria-current]")) {
    const row = current.closest("ul");
    row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
  }
}
