// A form with a text keeps what is typed: on the server while typing, and in the form when it is opened again.
import { autosave } from "./autosave.js";
import { csrf } from "./csrf.js";

const NOT_TYPED = new Set(["button", "fieldset", "file", "image", "output", "password", "reset", "submit"]);

// Marks say what the form showed, so that a colleague's change is met; they go with the words. See clients/forms/shared.py.
const isMark = (name) => name === "seen" || name.endsWith("-seen");
const isTick = ({ type }) => type === "checkbox" || type === "radio";
const isSelect = ({ type }) => type.startsWith("select");
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** The controls of a form that people fill, and its marks, by name. Keys and tokens stay the page's own. */
function controlsOf(form) {
  const groups = new Map();
  for (const control of form.elements) {
    const isOurs = control.name && !NOT_TYPED.has(control.type) && !control.name.startsWith("draft_");
    if (isOurs && (control.type !== "hidden" || isMark(control.name))) {
      groups.set(control.name, [...(groups.get(control.name) ?? []), control]);
    }
  }
  return groups;
}

const valuesOf = (group) => group.flatMap((control) => {
  if (isTick(control)) return control.checked ? [control.value] : [];
  return isSelect(control) ? [...control.selectedOptions].map(({ value }) => value) : [control.value];
});

const valuesAtFirst = (group) => group.flatMap((control) => {
  if (isTick(control)) return control.defaultChecked ? [control.value] : [];
  if (!isSelect(control)) return [control.defaultValue];
  const options = [...control.options];
  const chosen = options.filter((option) => option.defaultSelected);
  return (chosen.length || control.multiple ? chosen : options.slice(0, 1)).map(({ value }) => value);
});

function fill(group, values) {
  group.forEach((control, number) => {
    if (isTick(control)) control.checked = values.includes(control.value);
    else if (isSelect(control)) for (const option of control.options) option.selected = values.includes(option.value);
    else control.value = values[number] ?? "";
    control.closest("details")?.setAttribute("open", "");
  });
}

const legendOf = ([control]) => (isTick(control) && control.closest("fieldset")?.querySelector("legend")) || control.labels?.[0];
const textOf = (element) => element?.textContent.trim() ?? "";
const wordsOf = (group, values) => values.map((value) => textOf(group.find((control) => isTick(control) && control.value === value)?.labels?.[0]) || value).join(", ");

/** Lets the form of a [data-form-draft] keep drafts, after showing in it what was typed before. */
export function keepDrafts(box) {
  const form = box.closest("form");
  if (form.dataset.autosaving) return;
  form.dataset.autosave = box.dataset.formDraft;
  form.querySelector(".app-actions")?.append(box.querySelector("[data-draft-state]"));
  const ownKey = box.querySelector("[name=draft_page]");
  const isSaved = "swapped" in box.dataset && !document.querySelector(".govuk-error-summary");
  let goesOn = Boolean(ownKey.value) && !isSaved; // what was typed has come back from the server
  const renew = () => {
    ownKey.value = crypto.randomUUID();
    goesOn = false;
  };
  if (!goesOn) renew();
  const marks = [...controlsOf(form)].filter(([name]) => isMark(name)).map(([, [control]]) => [control, control.value]);
  let homeless = {}; // words whose boxes are gone: carried on until the form is saved

  const changed = () => {
    const fields = { ...homeless };
    for (const [name, group] of controlsOf(form)) {
      const values = valuesOf(group);
      if (goesOn || isMark(name) || !same(values, valuesAtFirst(group))) fields[name] = values;
    }
    return Object.keys(fields).every(isMark) ? {} : fields;
  };

  const bodyOf = (fields) => {
    const body = new FormData();
    for (const { name, value } of box.querySelectorAll("[name^=draft_]")) body.set(name, value);
    body.set("title", document.title.replace(/ – Täsmät$/, ""));
    body.set("fields_typed", JSON.stringify(fields));
    return body;
  };

  const restore = (fields) => {
    const groups = controlsOf(form);
    const names = Object.keys(fields).filter((name) => !isMark(name));
    for (const name of names) {
      if (groups.has(name)) fill(groups.get(name), fields[name]);
      else homeless[name] = fields[name];
    }
    for (const name of Object.keys(fields).filter(isMark)) {
      const prefix = name.slice(0, -"seen".length);
      if (groups.has(name) && names.some((typed) => typed.startsWith(prefix))) fill(groups.get(name), fields[name]);
    }
  };

  const empty = () => {
    form.reset();
    for (const [control, value] of marks) control.value = value;
    homeless = {};
  };

  const list = (notice, rows) => {
    const shown = notice.querySelector("dl");
    for (const [label, words] of rows) {
      const row = document.createElement("div");
      row.append(Object.assign(document.createElement("dt"), { textContent: label }), Object.assign(document.createElement("dd"), { textContent: words, className: "app-break" }));
      shown.append(row);
      shown.hidden = false;
    }
  };

  const notices = [...box.querySelectorAll("[data-typed]")].map((notice) => [notice, JSON.parse(notice.dataset.typed)]);
  const [first, ...others] = notices;
  if (first) {
    restore(first[1]);
    const lost = Object.values(homeless).flat().filter((value) => /\s/.test(value));
    list(first[0], lost.map((value) => [first[0].querySelector("dl").dataset.homeless, value]));
    first[0].hidden = same(changed(), {});
  }
  for (const [notice, fields] of others) {
    const groups = controlsOf(form);
    const rows = Object.entries(fields).filter(([name, values]) => !isMark(name) && !(groups.has(name) && same(valuesOf(groups.get(name)), values)));
    list(notice, rows.map(([name, values]) => {
      const group = groups.get(name) ?? [];
      return [group.length ? textOf(legendOf(group)) : notice.querySelector("dl").dataset.homeless, wordsOf(group, values)];
    }));
    notice.hidden = rows.length === 0;
  }

  const keeper = autosave(form, { fieldsOf: () => bodyOf(changed()), startsAfter: Date.now(), renew });
  if (goesOn) keeper.soon();

  const post = (body) => fetch(form.dataset.autosave, { method: "POST", body, credentials: "same-origin", headers: { "X-CSRFToken": csrf(), "HX-Request": "true" } });

  for (const [notice, fields] of notices) {
    const isFirst = notice === first[0];
    const away = notice.querySelector("[data-throw-away]");
    const thrown = notice.querySelector("[data-thrown-away]");
    let typed = fields;
    const toggle = (isThrown) => {
      away.hidden = isThrown;
      thrown.hidden = !isThrown;
    };
    away.addEventListener("click", async () => {
      if (isFirst) {
        typed = changed();
        empty();
        await keeper.save();
      } else {
        const body = bodyOf(fields);
        body.set("throw_away", notice.dataset.draft);
        await post(body);
      }
      toggle(true);
      thrown.querySelector("button").focus();
    });
    thrown.querySelector("[data-take-back]").addEventListener("click", async () => {
      if (isFirst) {
        restore(typed);
        await keeper.save();
      } else {
        const body = bodyOf(fields); // as a page of its own: beside what is in the form
        body.set("draft_page", crypto.randomUUID());
        body.delete("draft_seen");
        await post(body);
      }
      toggle(false);
      away.focus();
    });
  }
}
