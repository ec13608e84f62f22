// Tables in which some rows are chosen: all or none at once, and how many are chosen.
function pick(form) {
  const boxes = [...form.querySelectorAll('input[name="chosen"]')];
  const count = form.querySelector("[data-pick-count]");

  function show() {
    const chosen = boxes.filter((box) => box.checked).length;
    count.textContent = count.dataset.pickCount.replace("{n}", chosen).replace("{total}", boxes.length);
  }

  form.querySelectorAll('button[name="pick"]').forEach((button) => {
    button.addEventListener("click", (event) => {
      event.preventDefault(); // without scripts the server does it
      boxes.forEach((box) => { box.checked = button.value === "all"; });
      show();
    });
  });
  form.addEventListener("change", show);
  count.hidden = false;
  show();
}

export function pickers() {
  document.querySelectorAll("form[data-pick]").forEach(pick);
}
