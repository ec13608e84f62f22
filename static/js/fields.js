// The fields of a form as people see them: values by name, what was changed, and filling in.
const NOT_TYPED = new Set(["button", "fieldset", "file", "image", "output", "password", "reset", "submit"]);

// Marks say what the form showed, so that a colleague's change is met; they go with the words. See clients/forms/shared.py.
export const isMark = (name) => name === "seen" || name.endsWith("-seen");
const isTick = ({ type }) => type === "checkbox" || type === "radio";
const isSelect = ({ type }) => type.startsWith("select");
export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** The controls of a form that people fill, and its marks, by name. Keys and tokens stay the page's own. */
export function controlsOf(form) {
  const groups = new Map();
  for (const control of form.elements) {
    const isOurs = control.name && !NOT_TYPED.has(control.type) && !control.name.startsWith("draft_");
    if (isOurs && (control.type !== "hidden" || isMark(control.name))) {
      groups.set(control.name, [...(groups.get(control.name) ?? []), control]);
    }
  }
  return groups;
}

/** What stands in the controls of a name now, and what stood there when the page came. */
export const valuesOf = (group) => group.flatMap((control) => {
  if (isTick(control)) return control.checked ? [control.value] : [];
  return isSelect(control) ? [...control.selectedOptions].map(({ value }) => value) : [control.value];
});

export const valuesAtFirst = (group) => group.flatMap((control) => {
  if (isTick(control)) return control.defaultChecked ? [control.value] : [];
  if (!isSelect(control)) return [control.defaultValue];
  const options = [...control.options];
  const chosen = options.filter((option) => option.defaultSelected);
  return (chosen.length || control.multiple ? chosen : options.slice(0, 1)).map(({ value }) => value);
});

/** Puts values into the controls of a name, in sight. */
export function fill(group, values) {
  group.forEach((control, number) => {
    if (isTick(control)) control.checked = values.includes(control.value);
    else if (isSelect(control)) for (const option of control.options) option.selected = values.includes(option.value);
    else control.value = values[number] ?? "";
    control.closest("details")?.setAttribute("open", "");
  });
}

const textOf = (element) => element?.textContent.trim() ?? "";

/** What people call a field, and what they read where it has these values. */
export const labelOf = ([control]) => textOf((isTick(control) && control.closest("fieldset")?.querySelector("legend")) || control.labels?.[0]);
export const wordsOf = (group, values) => values.map((value) => {
  const tick = group.find((control) => isTick(control) && control.value === value);
  const options = group.flatMap((control) => (isSelect(control) ? [...control.options] : []));
  return textOf(tick?.labels[0] ?? options.find((option) => option.value === value)) || value;
}).join(", ");
