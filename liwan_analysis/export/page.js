"use strict";
/* The reading page: a link to #t-START-END marks that stretch of the report; tables sort; one box searches text and
   tables; a quote is copied with its source. State is in the address alone. Without scripts all of it is still there. */
(() => {
  const byId = (id) => document.getElementById(id);
  const text = byId("text"), bar = byId("bar"), say = document.body.dataset;
  const PLACE = /^#t-(\d+)-(\d+)$/;
  let marked = null; // what stood where the mark is: {before, after, saved}
  let origin = null; // the link that was followed

  document.documentElement.classList.add("js");

  /* ---- the one mark ---- */

  function unmark() {
    if (!marked) return;
    const { before, after, saved } = marked;
    let node = before ? before.nextSibling : text.firstChild;
    while (node && node !== after) { const next = node.nextSibling; node.remove(); node = next; }
    saved.forEach((one) => text.insertBefore(one, after));
    marked = null;
    bar.hidden = true;
  }

  function mark(start, end) {
    unmark();
    if (!reading.has(start, end)) return null;
    const first = reading.paragraphAt(start), last = reading.paragraphAt(end - 1);
    const saved = [];
    for (let node = first; node; node = node === last ? null : node.nextSibling) saved.push(node.cloneNode(true));
    marked = { before: first.previousSibling, after: last.nextSibling, saved };
    return reading.mark(start, end);
  }

  function show(start, end) {
    const element = mark(start, end);
    if (!element) return;
    element.scrollIntoView({ block: "center" });
    byId("where").textContent = reading.where(element);
    byId("copied").textContent = "";
    const rows = byId("rows");
    rows.replaceChildren(rows.dataset.label);
    const seen = new Set();
    for (const link of document.querySelectorAll(`#findings a.evidence[data-start="${start}"][data-end="${end}"]`)) {
      const row = link.closest("tr"), table = link.closest("table");
      if (!row || !table.caption || seen.has(table)) continue;
      seen.add(table);
      row.id = row.id || `row-${[...document.querySelectorAll("tr")].indexOf(row)}`;
      const lead = document.createElement("a");
      lead.href = `#${row.id}`;
      lead.textContent = table.caption.dataset.name;
      rows.append(" ", lead);
    }
    rows.hidden = !seen.size;
    bar.hidden = false;
  }

  function follow() {
    const found = PLACE.exec(location.hash);
    if (found) return show(Number(found[1]), Number(found[2]));
    for (const row of document.querySelectorAll("tr.here")) row.classList.remove("here");
    const target = location.hash.startsWith("#row-") && byId(location.hash.slice(1));
    if (target) {
      target.classList.add("here");
      if (target.closest("details")) target.closest("details").open = true;
      target.scrollIntoView({ block: "center" });
    }
    if (!location.hash) unmark();
    return null;
  }

  function cite() {
    const quote = text.querySelector("mark.evidence-mark").textContent;
    const source = [say.place, say.title, byId("where").textContent, say.date].filter(Boolean).join("，");
    return `“${quote}”（${source}；sha256 ${say.sha256}）`;
  }

  async function copy(content) {
    await reading.copy(content);
    byId("copied").textContent = say.copied;
  }

  /* ---- tables: sorted by a click on a heading, whole numbers and fractions as numbers ---- */

  const NUMBER = /^[+-]?[\d,]+(\.\d+)?%?$/;
  const collator = new Intl.Collator("zh-Hans-u-kn-true");

  function keyOf(cell) {
    const said = cell ? cell.textContent.trim() : "";
    const number = NUMBER.test(said) ? Number(said.replace(/[,%]/g, "")) : null;
    return { said, number, empty: said === "" || said === "—" || said === "NaN" || said === "<NA>" };
  }

  function compare(a, b) {
    if (a.number !== null && b.number !== null) return a.number - b.number;
    if ((a.number === null) !== (b.number === null)) return a.number === null ? 1 : -1;
    return collator.compare(a.said, b.said);
  }

  function sort(table, column, head) {
    const down = head.getAttribute("aria-sort") === "ascending";
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row, at) => ({ row, at, key: keyOf(row.cells[column]) }));
    rows.sort((a, b) => {
      if (a.key.empty !== b.key.empty) return a.key.empty ? 1 : -1; // what is missing stands last either way
      return (down ? -1 : 1) * compare(a.key, b.key) || a.at - b.at;
    });
    body.append(...rows.map((one) => one.row));
    for (const other of table.tHead.querySelectorAll("th")) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
  }

  for (const table of document.querySelectorAll("#findings table")) {
    if (!table.tHead || table.tHead.rows.length !== 1 || !table.tBodies.length) continue;
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      if (!head.textContent.trim()) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, column, head));
      head.append(button);
    });
  }

  /* ---- search: places in the text as a list of links; rows of tables without the words step aside ---- */

  const MOST = 100, AROUND = 14;
  const whole = text.textContent;
  const rows = [...document.querySelectorAll("#tables tbody tr")].map((row) => ({ row, said: row.textContent }));
  let waiting = 0;

  function search(query) {
    const hits = byId("hits"), items = [];
    let n = 0;
    if (query) {
      for (let at = whole.indexOf(query); at >= 0; at = whole.indexOf(query, at + query.length)) {
        n += 1;
        if (n > MOST) continue;
        const end = at + query.length, item = document.createElement("li"), link = document.createElement("a");
        const strong = document.createElement("strong");
        link.href = `#t-${reading.toOffset(at)}-${reading.toOffset(end)}`;
        strong.textContent = query;
        const left = whole.slice(Math.max(at - AROUND, 0), at).split("\n").pop();
        link.append(left, strong, whole.slice(end, end + AROUND).split("\n")[0]);
        item.append(link);
        items.push(item);
      }
    }
    hits.replaceChildren(...items);
    hits.hidden = !n;
    let left = 0;
    for (const { row, said } of rows) {
      const out = Boolean(query) && !said.includes(query);
      if (row.hidden !== out) row.hidden = out;
      if (!out) left += 1;
    }
    byId("found").textContent = query ? say.found.replace("{n}", n).replace("{rows}", left) : "";
    if (query) byId("tables").querySelectorAll("details").forEach((one) => {
      one.open = [...one.querySelectorAll("tbody tr")].some((row) => !row.hidden);
    });
  }

  byId("query").addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => search(event.target.value.trim()), 60);
  });
  byId("search").addEventListener("submit", (event) => {
    event.preventDefault();
    search(byId("query").value.trim());
  });

  /* ---- hands ---- */

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    const target = link.getAttribute("href") || "";
    if (PLACE.test(target)) {
      origin = text.contains(link) ? origin : link;
      if (target === location.hash) { event.preventDefault(); follow(); }
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && marked) {
      unmark();
      history.replaceState(null, "", location.pathname + location.search);
      if (origin) { origin.focus(); origin.scrollIntoView({ block: "center" }); }
    }
    if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      byId("query").focus();
    }
  });
  byId("copy").addEventListener("click", () => copy(cite()));
  byId("back").addEventListener("click", () => history.back());
  window.addEventListener("hashchange", follow);
  window.addEventListener("load", () => requestAnimationFrame(follow)); // behind the browser's own way to the anchor
  follow();
})();
