// The marking page: keys, the answer on it, and the panel. Everything a person wrote comes as escaped HTML from the server or stays
// text; nothing here evaluates it.
import { DRAFTS, PENDING, drop, keep, load, send, unique } from "./keep.js";

const $ = (id) => document.getElementById(id);
const card = $("card");
const panel = $("panel");
const where = { task: $("task").value, round: 1, aside: false };
let trail = []; // the answers seen, for going back
let place = -1;
let since = Date.now();
let busy = false;
let adjust = 0;
let mode = ""; // what the panel shows
let model = false; // whether the model answer is unfolded: it stays so from answer to answer

// --- the answer ------------------------------------------------------------------------------

const article = () => card.querySelector("article");
const keyOf = (element) => ({
  exercise: element.dataset.exercise, variable: element.dataset.variable, answer: element.dataset.answer,
});
const nameOf = (key) => `${key.exercise}/${key.variable}/${key.answer}/${where.round}`;
const boxes = () => [...card.querySelectorAll("input[name=item]")];
const none = () => card.querySelector("input[name=none]");
const say = (text) => { $("said").textContent = text || ""; };

function put(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return [...parsed.body.childNodes].map((node) => document.importNode(node, true));
}

function show(found, { remember = true } = {}) {
  if (!found) return;
  if (found.problem) { say(found.problem); return; }
  if (found.progress) progress(found.progress);
  if (found.html !== undefined) {
    card.replaceChildren(...put(found.html));
    if (found.where) Object.assign(where, found.where);
    $("task").value = where.task;
    $("pile").value = where.round === 2 ? "second" : where.aside ? "aside" : "main";
    since = Date.now();
    const one = article();
    if (one) {
      if (remember) {
        trail = trail.slice(0, place + 1);
        trail.push({ key: keyOf(one), round: where.round });
        place = trail.length - 1;
      }
      adjust = Number(one.dataset.adjust);
      $("model").open = model;
      const draft = load(DRAFTS)[nameOf(keyOf(one))];
      if (draft) restore(draft);
      sum();
    }
    card.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
  say([found.conflict && `${found.conflict} Your own marks are kept as a draft: look, then save again.`, found.said].filter(Boolean).join(" "));
}

function progress(found) {
  $("bar").max = Math.max(1, found.all);
  $("bar").value = found.done;
  $("progress").textContent = found.text;
}

function restore(draft) {
  for (const box of boxes()) box.checked = draft.items.includes(Number(box.value));
  none().checked = draft.none;
  adjust = draft.adjust;
  $("comment").value = draft.comment;
}

const state = () => ({
  items: boxes().filter((box) => box.checked).map((box) => Number(box.value)),
  none: none().checked,
  adjust,
  comment: $("comment").value,
});

function touched() {
  const drafts = load(DRAFTS);
  drafts[nameOf(keyOf(article()))] = state();
  keep(DRAFTS, drafts);
  sum();
}

function forget(key) {
  const drafts = load(DRAFTS);
  delete drafts[nameOf(key)];
  keep(DRAFTS, drafts);
}

function sum() {
  const now = state();
  const outOf = Number(article().dataset.outOf);
  const given = boxes().filter((box) => box.checked).reduce((total, box) => total + Number(box.dataset.points), 0) + adjust;
  const said = now.items.length || now.none || adjust;
  $("points").textContent = said ? String(Math.round(100 * Math.min(outOf, Math.max(0, given))) / 100) : "–";
  $("adjust").textContent = adjust ? `(${adjust > 0 ? "+" : "−"}${Math.abs(adjust)} beside the rubric)` : "";
}

function toggle(box) {
  box.checked = !box.checked;
  picked(box);
}

function picked(box) {
  if (box.name === "none" && box.checked) boxes().forEach((other) => { other.checked = false; });
  if (box.name === "item" && box.checked) none().checked = false;
  touched();
}

function change(one, group = []) {
  const now = state();
  return {
    change: unique(), key: keyOf(one), seen: Number(one.dataset.seen), round: where.round, items: now.items,
    adjust: now.adjust, comment: now.comment, flag: one.dataset.flag === "1",
    seconds: Math.min(3600, (Date.now() - since) / 1000), group,
  };
}

async function commit(body) {
  keep(PENDING, { body });
  const found = await send("/save", body);
  if (!found) return; // the session is over: what is pending is sent when there is a new one
  drop(PENDING);
  if (!found.conflict && !found.problem) forget(body.change.key);
  show(found);
}

// One thing at a time: a key that is pressed while the last one is under way is left out.
async function alone(action) {
  if (busy) return;
  busy = true;
  card.setAttribute("aria-busy", "true");
  try { await action(); } finally { busy = false; card.removeAttribute("aria-busy"); }
}

async function save() {
  const one = article();
  if (!one) return;
  const now = state();
  if (!now.items.length && !now.none && !now.adjust) {
    say("Nothing is ticked. Press a number, or 0 when none of the items applies.");
    return;
  }
  if (where.round === 1 && Number(one.dataset.near) > 0 && one.dataset.done === "0") {
    const found = await send("/group", { where, key: keyOf(one) });
    if (found && found.html && found.html.includes('name="member"')) {
      open("group", "Near-identical answers", found.html);
      return;
    }
  }
  await commit({ where, change: change(one) });
}

async function saveGroup(all) {
  const chosen = all ? [...panel.querySelectorAll("input[name=member]")].filter((box) => box.checked) : [];
  const group = chosen.map((box) => [keyOf(box), Number(box.dataset.seen)]);
  close();
  await commit({ where, change: change(article(), group) });
}

async function flag() {
  const one = article();
  if (!one) return;
  const kept = state();
  const started = since;
  const found = await send("/flag", { where, key: keyOf(one), change: unique(), flag: one.dataset.flag !== "1" });
  show(found, { remember: false });
  since = started;
  // What is ticked and not saved yet is not touched by a flag.
  restore(kept);
  touched();
}

async function ask(body, options) { show(await send("/answer", { where, ...body }), options); }
const next = (more = {}) => ask(more);
async function step(by) {
  const to = place + by;
  if (to < 0) { say("This is the first one you saw."); return; }
  if (to >= trail.length) {
    const one = article();
    await next(one && one.dataset.done === "0" ? { skip: keyOf(one) } : {});
    return;
  }
  place = to;
  where.round = trail[to].round;
  await ask({ key: trail[to].key }, { remember: false });
}
async function skip() { if (article()) await next({ skip: keyOf(article()) }); }
async function undo() {
  const found = await send("/undo", { where, change: unique() });
  if (found && found.html) forget({ ...found.where && keyOf(put(found.html)[0]) });
  show(found);
}

function nudge(by) {
  if (!article()) return;
  adjust = Math.round(2 * (adjust + by)) / 2;
  if (adjust) none().checked = none().checked && !boxes().some((box) => box.checked);
  touched();
}

// --- the panel -------------------------------------------------------------------------------

function open(kind, title, html) {
  mode = kind;
  $("panel-title").textContent = title;
  $("inside").replaceChildren(...(typeof html === "string" ? put(html) : [html]));
  if (!panel.open) panel.showModal();
  const first = kind === "group" ? panel.querySelector("button.main") : $("inside").querySelector("input, textarea, button");
  (first || panel).focus({ preventScroll: true });
  panel.scrollTop = 0;
}

function close() { if (panel.open) panel.close(); mode = ""; }
panel.addEventListener("close", () => { mode = ""; card.focus({ preventScroll: true }); });

function copy(id) { return $(id).content.cloneNode(true); }
function keys() { open("keys", "Keys", copy("keys")); }
function search() {
  open("search", "Search", copy("search"));
  $("wanted").addEventListener("input", look);
  $("state").addEventListener("input", look);
  $("search-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const first = $("found").querySelector("button");
    if (first) first.click();
  });
  look();
}
let looking = 0;
function look() {
  clearTimeout(looking);
  looking = setTimeout(async () => {
    const found = await send("/find", { task: where.task, text: $("wanted").value, state: $("state").value });
    if (found && mode === "search") $("found").replaceChildren(...put(found.html || ""));
  }, 120);
}
async function rubric() {
  const found = await send("/rubric", where);
  if (found && found.html) open("rubric", "Rubric", found.html);
}
async function agreement() {
  const found = await send("/agreement", where);
  if (found && found.html) open("agreement", "Agreement of first and second marking", found.html);
}

let expected = -1;
function rows() {
  return [...panel.querySelectorAll("tr[data-number]")].map((row) => ({
    number: Number(row.dataset.number),
    item: row.querySelector("[name=item]").value,
    points: Number(row.querySelector("[name=points]").value),
    retired: Boolean(row.querySelector("[name=retired]")?.checked),
  })).filter((row) => row.number || row.item.trim() || row.points);
}
async function rewrite(apply) {
  const found = await send("/rewrite", { where, items: rows(), apply, expected });
  if (!found) return;
  if (found.applied) {
    close();
    await again();
    say(found.said);
    return;
  }
  expected = found.expected ?? -1;
  const told = document.createElement("p");
  told.textContent = found.problem || "";
  $("preview").replaceChildren(...(found.problem ? [told] : put(found.html)));
  $("preview").querySelector("button")?.focus();
}
async function again() {
  const one = article();
  if (one) await ask({ key: keyOf(one) }, { remember: false });
  else await next();
}

// --- keys and clicks -------------------------------------------------------------------------

const ACTIONS = {
  skip, flag, undo, search, rubric, agreement, keys, close, save,
  back: () => step(-1), next: () => step(1), less: () => nudge(-0.5), more: () => nudge(0.5),
  alone: () => saveGroup(false), apply: () => rewrite(true),
};
const LETTERS = { s: "skip", f: "flag", u: "undo", "/": "search", e: "rubric", a: "agreement", "?": "keys", p: "back", ArrowLeft: "back", n: "next", ArrowRight: "next", "-": "less", "−": "less", "+": "more", "=": "more" };
const writes = (element) => element.matches("input:not([type=checkbox]), textarea, select");
let reusing = false;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const key = event.key;
  if (panel.open) { inPanel(event, key); return; }
  if (event.target.id === "comment") {
    if (key === "Enter" || key === "Escape") { event.preventDefault(); card.focus({ preventScroll: true }); }
    return;
  }
  if (writes(event.target)) {
    if (key === "Escape") card.focus();
    return;
  }
  if (key === "Enter" && event.target.matches("button, summary, a")) return; // its own click
  if (!article() && !["/", "?", "u", "p", "n", "e", "a", "ArrowLeft", "ArrowRight"].includes(key)) return;
  if (/^[0-9]$/.test(key)) { event.preventDefault(); digit(Number(key)); return; }
  reusing = false;
  if (key === "Enter") { event.preventDefault(); alone(save); return; }
  if (key === "c") { event.preventDefault(); $("comment").focus(); return; }
  if (key === "r" && $("reuse")) { $("reuse").open = true; reusing = true; say("Which comment? Press its number."); return; }
  if (key === "m" && $("model")) { $("model").open = model = !$("model").open; return; }
  if (key === "v" && $("raw")) { $("raw").hidden = !$("raw").hidden; $("shown").hidden = !$("raw").hidden; return; }
  const name = LETTERS[key];
  if (name) { event.preventDefault(); alone(ACTIONS[name]); }
});

function digit(number) {
  if (reusing) {
    reusing = false;
    const chosen = $("reuse").querySelectorAll("[data-comment]")[number - 1];
    if (chosen) chosen.click();
    return;
  }
  const box = number ? boxes()[number - 1] : none();
  if (box) toggle(box);
}

function inPanel(event, key) {
  if (mode !== "group") return;
  if (key === "Enter") { event.preventDefault(); alone(() => saveGroup(true)); }
  if (key === "o") { event.preventDefault(); alone(() => saveGroup(false)); }
  const box = /^[1-9]$/.test(key) && panel.querySelectorAll("input[name=member]")[Number(key) - 1];
  if (box) box.checked = !box.checked;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const data = button.dataset;
  if (data.do === "close") close();
  else if (data.do) alone(ACTIONS[data.do]);
  else if (data.answer) { close(); where.round = 1; alone(() => ask({ key: keyOf(button) })); }
  else if (data.comment !== undefined) { $("comment").value = data.comment; touched(); $("reuse").open = false; card.focus({ preventScroll: true }); say("Comment taken."); }
  else if (data.pile || data.task) {
    if (data.task) $("task").value = data.task;
    $("pile").value = data.pile || "main";
    chosen();
  }
});
document.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target.id === "marks") alone(save);
  if (event.target.id === "group-form") alone(() => saveGroup(true));
  if (event.target.id === "rubric-form") alone(() => rewrite(false));
});
document.addEventListener("input", (event) => {
  if (event.target.id === "comment") touched();
  else if (event.target.closest("#marks")) picked(event.target);
  else if (event.target.closest("#rubric-form")) $("preview").replaceChildren();
});

function chosen() {
  const pile = $("pile").value;
  Object.assign(where, { task: $("task").value, round: pile === "second" ? 2 : 1, aside: pile === "aside" });
  alone(() => next());
}
$("task").addEventListener("change", chosen);
$("pile").addEventListener("change", chosen);

// The lease on the answer is renewed; where others hold what is left, it is asked for again.
let ticks = 0;
setInterval(async () => {
  if (busy || panel.open || document.hidden) return;
  ticks += 1;
  const one = article();
  if (!one && Number(card.querySelector(".empty")?.dataset.waiting)) await alone(() => next());
  else if (ticks % 9 === 0) {
    const found = await send("/alive", { where, key: one ? keyOf(one) : null }, false);
    if (found && found.progress) progress(found.progress);
  }
}, 5000);

// What was under way when the page was left is sent first.
alone(async () => {
  const waiting = load(PENDING);
  if (waiting.body) {
    const found = await send("/save", waiting.body);
    if (found) drop(PENDING);
    if (found && !found.problem && !found.conflict) forget(waiting.body.change.key);
  }
  await next();
});
