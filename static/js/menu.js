// Menus are <details>: they open without script; script closes them by Escape and by a press elsewhere.
const openMenus = () => document.querySelectorAll(".app-menu[open]");

export function closeMenus() {
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
