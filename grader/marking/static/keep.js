// Keeping what a marker wrote until the server has said that it is in the gradebook.

// What belongs to one gradebook is never sent to another that happens to be served here later.
const meta = (name) => document.querySelector(`meta[name=grader-${name}]`).content;
const token = meta("token");
export const DRAFTS = `grader-drafts-${meta("book")}`;
export const PENDING = `grader-pending-${meta("book")}`;

export const load = (name) => {
  try { return JSON.parse(localStorage.getItem(name)) || {}; } catch { return {}; }
};
export const keep = (name, value) => {
  try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* full or forbidden: the page itself still has it */ }
};
export const drop = (name) => {
  try { localStorage.removeItem(name); } catch { /* nothing was kept */ }
};
export const unique = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });

function lost(text) {
  const shown = document.getElementById("lost");
  shown.textContent = text;
  shown.hidden = !text;
}

// The server's answer to `body`, or null when the session is over. Sends until there is an answer: a change has a name and is
// written once, however often it arrives.
export async function send(path, body, patient = true) {
  for (;;) {
    try {
      const response = await fetch(`.${path}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Grader-Token": token },
        body: JSON.stringify(body),
      });
      if (response.status === 401) {
        lost("This session is over. Open a new link from the terminal; what you wrote is kept in this browser.");
        return null;
      }
      lost("");
      if (response.ok) return await response.json();
      return { problem: await problem(response) };
    } catch {
      if (!patient) return null;
      lost("No connection to grader mark. What you wrote is kept here and is saved as soon as it is back.");
      await sleep(700);
    }
  }
}

async function problem(response) {
  const text = await response.text();
  try { return JSON.parse(text).problem; } catch { return text; }
}
