// Buttons that print the page; without script they stay hidden and the text beside says what to do.
export function printButtons() {
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });
}
