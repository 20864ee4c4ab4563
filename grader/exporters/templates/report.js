"use strict";
(() => {
  // Sorting and filtering of the table of students. Without this script the table is whole, in order of ids.
  const table = document.getElementById("table");
  if (!table) return;
  const form = document.getElementById("filter");
  const told = document.getElementById("told");
  const all = document.getElementById("all");
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const state = heads.length - 1;
  // Laying out ten thousand rows takes a second, so at first only so many are shown; and rows that are not shown are taken
  // out of the page, since the browser looks at each row that is there whenever one of them changes.
  let most = 300;
  let shown = [];
  // "muller" finds Müller, too.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = [...body.rows].map((row) => ({
    row,
    text: plain(row.textContent),
    states: row.cells[state].textContent.split(", "),
    short: new Set((row.dataset.x || "").split(" ")),
  }));

  function filter() {
    const wanted = plain(form.elements.text.value.trim());
    const one = form.elements.state.value;
    const exercise = form.elements.short.value;
    const next = [];
    let fitting = 0;
    for (const item of rows) {
      const fits = item.text.includes(wanted)
        && (one === "" || item.states.includes(one))
        && (exercise === "" || item.short.has(exercise));
      if (fits && ++fitting <= most) next.push(item.row);
    }
    if (next.length !== shown.length || next.some((row, k) => row !== shown[k])) {
      const part = document.createDocumentFragment();
      for (const row of next) part.append(row);
      body.replaceChildren(part);
      shown = next;
    }
    const first = fitting > most ? `, the first ${most} of them here` : "";
    told.textContent = `${fitting} of ${rows.length} students shown${first}`;
    all.hidden = fitting <= most;
  }

  function sort(column) {
    const down = heads[column].getAttribute("aria-sort") === "ascending";
    const numeric = heads[column].classList.contains("number");
    const compare = new Intl.Collator(undefined, { numeric: true }).compare;
    const keyed = rows.map((item) => {
      const text = item.row.cells[column].textContent;
      // "to be marked" is no number: below all that are.
      const number = parseFloat(text);
      return [numeric ? (Number.isNaN(number) ? -1 : number) : text, item];
    });
    keyed.sort((a, b) => (numeric ? a[0] - b[0] : compare(a[0], b[0])) * (down ? -1 : 1));
    rows.splice(0, rows.length, ...keyed.map((pair) => pair[1]));
    filter();
    heads.forEach((head, k) => {
      if (k === column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  }

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sort(column));
    head.replaceChildren(button);
  });
  heads[0].setAttribute("aria-sort", "ascending");
  form.addEventListener("input", filter);
  function show(count) { most = count; filter(); }
  all.addEventListener("click", () => show(Infinity));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();

  // Paper can't be unfolded, and has no button.
  const folded = () => [...document.querySelectorAll("details:not([open])")];
  let opened = [], before = most;
  addEventListener("beforeprint", () => {
    opened = folded();
    opened.forEach((one) => { one.open = true; });
    before = most;
    show(Infinity);
  });
  addEventListener("afterprint", () => {
    opened.forEach((one) => { one.open = false; });
    show(before);
  });
})();
