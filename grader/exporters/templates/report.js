"use strict";
(() => {
  // Sorting and filtering of the table of students. Without this script the table is whole, in order of ids.
  const table = document.getElementById("table");
  if (!table) return;
  const form = document.getElementById("filter");
  const told = document.getElementById("told");
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const state = heads.length - 1;
  const rows = [...body.rows].map((row) => ({
    row,
    text: row.textContent.toLowerCase(),
    states: row.cells[state].textContent.split(", "),
    short: new Set((row.dataset.x || "").split(" ")),
  }));

  function filter() {
    const wanted = form.elements.text.value.trim().toLowerCase();
    const one = form.elements.state.value;
    const exercise = form.elements.short.value;
    let shown = 0;
    for (const item of rows) {
      const fits = item.text.includes(wanted)
        && (one === "" || item.states.includes(one))
        && (exercise === "" || item.short.has(exercise));
      item.row.hidden = !fits;
      shown += fits;
    }
    told.textContent = `${shown} of ${rows.length} students shown`;
  }

  function sort(column) {
    const down = heads[column].getAttribute("aria-sort") === "ascending";
    const numeric = heads[column].classList.contains("number");
    const compare = new Intl.Collator(undefined, { numeric: true }).compare;
    const keyed = rows.map((item) => {
      const text = item.row.cells[column].textContent;
      // "to be marked" is no number: below all that are.
      const number = parseFloat(text);
      return [numeric ? (Number.isNaN(number) ? -1 : number) : text, item.row];
    });
    keyed.sort((a, b) => (numeric ? a[0] - b[0] : compare(a[0], b[0])) * (down ? -1 : 1));
    body.append(...keyed.map((pair) => pair[1]));
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
  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();

  // Paper can't be unfolded.
  const folded = () => [...document.querySelectorAll("details:not([open])")];
  let opened = [];
  addEventListener("beforeprint", () => { opened = folded(); opened.forEach((one) => { one.open = true; }); });
  addEventListener("afterprint", () => opened.forEach((one) => { one.open = false; }));
})();
