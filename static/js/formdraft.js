// A form with a text keeps what is typed: on the server while typing, and in the form when it is opened again.
import { autosave } from "./autosave.js";
import { csrf } from "./csrf.js";
import { controlsOf, fill, isMark, labelOf, same, valuesAtFirst, valuesOf, wordsOf } from "./fields.js";

/** What was typed into a form; words whose boxes are gone are carried on until the form is saved. */
class Typed {
  #form;
  #marks;
  #homeless = {};

  constructor(form) {
    this.#form = form;
    this.#marks = [...controlsOf(form)].filter(([name]) => isMark(name)).map(([, [control]]) => [control, control.value]);
  }

  /** The fields that were changed with the marks of the page; all fields when `all`; {} when nothing was changed. */
  fields(all) {
    const fields = { ...this.#homeless };
    for (const [name, group] of controlsOf(this.#form)) {
      const values = valuesOf(group);
      if (all || isMark(name) || !same(values, valuesAtFirst(group))) fields[name] = values;
    }
    return Object.keys(fields).every(isMark) ? {} : fields;
  }

  restore(fields) {
    const groups = controlsOf(this.#form);
    const names = Object.keys(fields).filter((name) => !isMark(name));
    for (const name of names) {
      if (groups.has(name)) fill(groups.get(name), fields[name]);
      else this.#homeless[name] = fields[name];
    }
    for (const name of Object.keys(fields).filter((mark) => isMark(mark) && groups.has(mark))) {
      const prefix = name.slice(0, -"seen".length);
      if (names.some((typed) => typed.startsWith(prefix))) fill(groups.get(name), fields[name]);
    }
  }

  empty() {
    this.#form.reset();
    for (const [control, value] of this.#marks) control.value = value;
    this.#homeless = {};
  }

  /** Label and words of those fields that do not stand in the form so; `homeless` labels those without a box. */
  besides(fields, homeless) {
    const groups = controlsOf(this.#form);
    return Object.entries(fields)
      .filter(([name, values]) => !isMark(name) && !(groups.has(name) && same(valuesOf(groups.get(name)), values)))
      .map(([name, values]) => (groups.has(name) ? [labelOf(groups.get(name)), wordsOf(groups.get(name), values)] : [homeless, values.join(", ")]));
  }
}

/** Shows a notice with what stands beside the form, and what its button for throwing away and the undo do. */
function offer(notice, rows, { throwAway, takeBack }) {
  const list = notice.querySelector("dl");
  for (const [label, words] of rows) {
    const row = document.createElement("div");
    row.append(
      Object.assign(document.createElement("dt"), { textContent: label }),
      Object.assign(document.createElement("dd"), { textContent: words, className: "app-break" }),
    );
    list.append(row);
  }
  list.hidden = rows.length === 0;
  notice.hidden = false;
  const away = notice.querySelector("[data-throw-away]");
  const thrown = notice.querySelector("[data-thrown-away]");
  const toggle = (isThrown) => {
    away.hidden = isThrown;
    thrown.hidden = !isThrown;
  };
  away.addEventListener("click", async () => {
    if (!await throwAway()) return;
    toggle(true);
    thrown.querySelector("button").focus();
  });
  thrown.querySelector("[data-take-back]").addEventListener("click", async () => {
    if (!await takeBack()) return;
    toggle(false);
    away.focus();
  });
  return () => { thrown.hidden = true; };
}

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
  const typed = new Typed(form);

  const bodyOf = (fields, about = {}) => {
    const body = new FormData();
    for (const { name, value } of box.querySelectorAll("[name^=draft_]")) body.set(name, value);
    body.set("title", document.title.replace(/ – Täsmät$/, ""));
    body.set("fields_typed", JSON.stringify(fields));
    for (const [name, value] of Object.entries(about)) body.set(name, value);
    return body;
  };

  const post = async (body) => {
    const headers = { "X-CSRFToken": csrf(), "HX-Request": "true" };
    const answer = await fetch(form.dataset.autosave, { method: "POST", body, credentials: "same-origin", headers }).catch(() => null);
    const isDone = Boolean(answer && (answer.ok || answer.status === 409));
    if (!isDone) document.dispatchEvent(new CustomEvent("say", { detail: { value: document.getElementById("say").dataset.offline } }));
    return isDone;
  };

  const notices = [...box.querySelectorAll("[data-typed]")];
  const [first, ...others] = notices;
  if (first) typed.restore(JSON.parse(first.dataset.typed));
  const { save, soon } = autosave(form, { fieldsOf: () => bodyOf(typed.fields(goesOn)), startsAfter: Date.now(), renew });
  if (goesOn) soon();

  let thrown = typed.fields(false);
  if (first && !same(thrown, {})) {
    const homeless = typed.besides(thrown, first.querySelector("dl").dataset.homeless).filter(([, words]) => /\s/.test(words));
    const endUndo = offer(first, homeless, {
      throwAway() {
        thrown = typed.fields(false);
        typed.empty();
        return save();
      },
      takeBack() {
        typed.restore(thrown);
        return save();
      },
    });
    form.addEventListener("input", endUndo); // who types anew would lose that by the undo
  }
  for (const notice of others) {
    const fields = JSON.parse(notice.dataset.typed);
    const rows = typed.besides(fields, notice.querySelector("dl").dataset.homeless);
    if (rows.length === 0) continue;
    offer(notice, rows, {
      throwAway: () => post(bodyOf(fields, { throw_away: notice.dataset.draft })),
      takeBack: () => post(bodyOf(fields, { draft_page: crypto.randomUUID(), draft_seen: "" })), // as a page of its own
    });
  }
}
