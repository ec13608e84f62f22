// A long list of choices: what is typed above it hides the others, and below it stands who is chosen.
const words = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

export function pick(picker) {
  if (picker.dataset.picking) return;
  picker.dataset.picking = "yes";
  const find = picker.querySelector("input:not([type=checkbox])");
  const items = [...picker.querySelectorAll(".govuk-checkboxes__item")];
  const nobody = picker.querySelector("[data-picker-nobody]");

  const filter = () => {
    const asked = words(find.value);
    for (const item of items) {
      const named = words(item.textContent);
      item.hidden = !asked.every((word) => named.some((name) => name.startsWith(word)));
    }
    for (const group of picker.querySelectorAll(".app-choices")) {
      group.hidden = !group.querySelector(".govuk-checkboxes__item:not([hidden])");
    }
    nobody.hidden = items.some((item) => !item.hidden);
  };

  const count = () => {
    const chosen = items.filter((item) => item.querySelector(":checked")).map((item) => item.textContent.trim());
    picker.querySelector("[data-picker-count]").textContent = chosen.length;
    picker.querySelector("[data-picker-names]").textContent = chosen.length ? `: ${chosen.join("; ")}` : "";
  };

  find.addEventListener("input", filter);
  picker.addEventListener("change", count);
  count();
}
