// The proof of work (ALTCHA) that a public form asks for at busy times, computed beside the page while people type.
// The element [data-proof] holds a status line, which says at first what to do without script, and the hidden field.

const LONGEST = 120_000; // milliseconds; a machine that has not done it by then goes the way without script

function solve(challenge, address) {
  const worker = new Worker(address);
  const solution = new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data?.derivedKey ? resolve(data) : reject(new Error("Not solved")));
    worker.onerror = reject;
    worker.postMessage({ type: "work", challenge, counterStart: 0, counterStep: 1, timeout: LONGEST });
  });
  return solution.finally(() => worker.terminate());
}

async function prove({ proof, worker }) {
  const answer = await fetch(proof);
  if (!answer.ok) throw new Error(`Challenge: ${answer.status}`);
  const challenge = await answer.json();
  return btoa(JSON.stringify({ challenge, solution: await solve(challenge, worker) }));
}

async function start(box) {
  const line = box.querySelector("[role=status]");
  const field = box.querySelector("input");
  const withoutScript = line.textContent;
  let held;

  const hold = (event) => {
    if (event.target !== field.form || event.submitter?.name) return; // buttons with a name send nothing yet
    event.preventDefault();
    event.stopImmediatePropagation();
    held = event.submitter;
    line.textContent = box.dataset.held;
  };

  addEventListener("submit", hold, { capture: true }); // on the window: before once.js takes the form for sent
  line.textContent = box.dataset.working;
  try {
    field.value = await prove(box.dataset);
    line.textContent = box.dataset.ready;
  } catch {
    line.textContent = withoutScript;
  }
  removeEventListener("submit", hold, { capture: true });
  if (held !== undefined) field.form.requestSubmit(held);
}

document.querySelectorAll("[data-proof]").forEach(start);
