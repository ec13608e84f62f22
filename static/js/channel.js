// A meeting is not on the phone and a visit is face to face: choosing one chooses the channel, in sight; choosing
// another kind takes that back. clients/forms/entry.py says the same of what is saved.
const NEVER = {
  meeting: ["phone", "message"],
  workplace_visit: ["phone", "message", "remote"],
  home_visit: ["phone", "message", "remote"],
};

/** Watches the kinds and channels of all boxes for an entry, also of those that come later. */
export function channelOfMeeting() {
  document.addEventListener("change", ({ target }) => {
    const form = target.form;
    const face = form?.querySelector('[name="channel"][value="face"]');
    if (!face || target.name !== "kind") return;
    const chosen = form.querySelector('[name="channel"]:checked');
    if (NEVER[target.value]?.includes(chosen?.value)) {
      form.dataset.channelBefore ??= chosen.value;
      face.checked = true;
    } else if (form.dataset.channelBefore && !NEVER[target.value]) {
      if (face.checked) form.querySelector(`[name="channel"][value="${form.dataset.channelBefore}"]`).checked = true;
      delete form.dataset.channelBefore;
    }
  });
}
