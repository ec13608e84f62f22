// A meeting is not on the phone: choosing it chooses "face to face", in sight; choosing another kind takes that back.
const ON_THE_PHONE = ["phone", "message"]; // clients/forms/entry.py says the same of what is saved

/** Watches the kinds and channels of all boxes for an entry, also of those that come later. */
export function channelOfMeeting() {
  document.addEventListener("change", ({ target }) => {
    const form = target.form;
    const face = form?.querySelector('[name="channel"][value="face"]');
    if (!face || target.name !== "kind") return;
    const chosen = form.querySelector('[name="channel"]:checked');
    if (target.value === "meeting" && ON_THE_PHONE.includes(chosen?.value)) {
      form.dataset.channelBefore = chosen.value;
      face.checked = true;
    } else if (form.dataset.channelBefore) {
      if (face.checked) form.querySelector(`[name="channel"][value="${form.dataset.channelBefore}"]`).checked = true;
      delete form.dataset.channelBefore;
    }
  });
}
