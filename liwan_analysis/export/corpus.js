"use strict";
/* The page of a store: tables are data, drawn a window of rows at a time, sorted and searched as arrays; a link to
   #t-REPORT-START-END opens that report's text with the place marked. State is in the address alone. */
(() => {
  const byId = (id) => document.getElementById(id);
  const say = document.body.dataset;
  const PLACE = /^#t-(.+)-(\d+)-(\d+)$/, OPENED = /^#o-(.+)$/, ROW = /^#row-(.+)-(\d+)$/;
  const WINDOW = 50, MORE = 200, MISSING = "—";
  const tables = new Map();
  const texts = new Map([...document.querySelectorAll("script.packed")].map((one) => [one.dataset.report, one]));
  let words = {};

  document.documentElement.classList.add("js");

  async function unpack(packed) {
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }

  /* ---- tables ---- */

  const cellAt = (table, column, row) => table.columns[column].cells[table.columns[column].codes[row]];
  const named = (table, name) => table.columns.findIndex((column) => column.name === name);

  function addressOf(id, start, end) {
    const name = encodeURIComponent(id);
    return say.texts === "beside" ? `reports/${name}.html#t-${start}-${end}` : `#t-${name}-${start}-${end}`;
  }

  function hrefOf(table, column, row) {
    if (say.texts === "none") return null;
    for (const link of table.links) {
      if (link.column === column && link.start[row] >= 0 && link.report !== null) {
        return addressOf(cellAt(table, link.report, row), link.start[row], link.end[row]);
      }
    }
    const id = table.columns[column].cells[table.columns[column].codes[row]];
    if (table.name !== "reports" || table.columns[column].name !== "report_id") return null;
    const status = named(table, "status");
    if (status >= 0 && cellAt(table, status, row) !== "ok") return null;
    const name = encodeURIComponent(id);
    return say.texts === "beside" ? `reports/${name}.html` : `#o-${name}`;
  }

  function rowOf(table, row) {
    const line = document.createElement("tr");
    line.id = `row-${table.name}-${row}`;
    table.columns.forEach((_, column) => {
      const cell = line.insertCell(), said = cellAt(table, column, row), href = hrefOf(table, column, row);
      if (!href) { cell.textContent = said; return; }
      const lead = document.createElement("a");
      lead.className = "evidence";
      lead.href = href;
      lead.textContent = said;
      cell.append(lead);
    });
    return line;
  }

  /* Draw rows from `first` on, up to `last`, in the order of the table. */
  function draw(table, first = 0, last = first + WINDOW) {
    table.first = Math.max(first, 0);
    table.last = Math.min(last, table.order.length);
    table.stale = !table.element.open; // a closed table is drawn when it is opened
    if (table.stale) return;
    const lines = [];
    for (let at = table.first; at < table.last; at += 1) lines.push(rowOf(table, table.order[at]));
    table.body.replaceChildren(...lines);
    page(table);
  }

  function more(table) {
    const from = table.last;
    table.last = Math.min(from + MORE, table.order.length);
    for (let at = from; at < table.last; at += 1) table.body.append(rowOf(table, table.order[at]));
    page(table);
  }

  function page(table) {
    const [before, after] = table.element.querySelectorAll(".pager");
    before.hidden = table.first === 0;
    after.hidden = table.first === 0 && table.last >= table.order.length;
    after.querySelector(".more").hidden = table.last >= table.order.length;
    after.querySelector(".span").textContent =
      `${table.order.length ? table.first + 1 : 0}–${table.last} / ${table.order.length}`;
  }

  /* Put rows in the order of a column: cells are numbered in order, so rows are dealt out by number; what is missing
     stands last either way. */
  function sort(table, column, down) {
    const { codes, cells } = table.columns[column];
    const n = cells[cells.length - 1] === MISSING ? cells.length - 1 : cells.length;
    const placeOf = (code) => (down && code < n ? n - 1 - code : code);
    const begins = new Uint32Array(cells.length + 1);
    for (const row of table.order) begins[placeOf(codes[row]) + 1] += 1;
    for (let at = 1; at < begins.length; at += 1) begins[at] += begins[at - 1];
    const sorted = new Uint32Array(table.order.length);
    for (const row of table.order) {
      const place = placeOf(codes[row]);
      sorted[begins[place]] = row;
      begins[place] += 1;
    }
    table.order = sorted;
  }

  function sortBy(table, column, head) {
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of table.element.querySelectorAll("th")) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    table.sorted = { column, down };
    sort(table, column, down);
    draw(table);
  }

  /* Give the rows that hold the words in any of their cells; each different cell is looked at once. */
  function holding(table, query) {
    const kept = new Uint8Array(table.n), found = new Uint32Array(table.n);
    for (const { cells, codes } of table.columns) {
      const holds = new Uint8Array(cells.length);
      let any = false;
      for (let at = 0; at < cells.length; at += 1) if (cells[at].includes(query)) { holds[at] = 1; any = true; }
      for (let row = 0; any && row < codes.length; row += 1) kept[row] |= holds[codes[row]];
    }
    let n = 0;
    for (let row = 0; row < kept.length; row += 1) { found[n] = row; n += kept[row]; }
    return found.slice(0, n);
  }

  function filter(table, query) {
    table.order = query ? holding(table, query) : table.all;
    if (table.sorted) sort(table, table.sorted.column, table.sorted.down);
    draw(table);
  }

  function search(query) {
    let left = 0;
    const leads = [];
    for (const table of tables.values()) {
      filter(table, query);
      left += table.order.length;
      table.count.textContent = query ? `${table.order.length.toLocaleString("en")} / ${table.said}` : table.said;
      if (!query || !table.order.length) continue;
      const lead = document.createElement("a");
      lead.href = `#table-${table.name}`;
      lead.textContent = `${table.name} ${table.order.length.toLocaleString("en")}`;
      leads.push(" ", lead);
    }
    byId("found").replaceChildren(query ? say.found.replace("{rows}", left.toLocaleString("en")) : "", ...leads);
  }

  async function open(element) {
    const packed = element.querySelector("script");
    const count = element.querySelector(".n-rows");
    const table = {
      ...await unpack(packed.textContent), element, body: element.querySelector("tbody"), sorted: null, count,
      said: count.textContent,
    };
    element.addEventListener("toggle", () => { if (element.open && table.stale) draw(table, table.first, table.last); });
    packed.remove();
    const head = element.querySelector("thead tr");
    table.columns.forEach((column, at) => {
      const cell = document.createElement("th"), button = document.createElement("button");
      cell.scope = "col";
      button.type = "button";
      button.textContent = column.name;
      button.addEventListener("click", () => sortBy(table, at, cell));
      cell.append(button);
      head.append(cell);
    });
    element.querySelector(".more").addEventListener("click", () => more(table));
    element.querySelector(".earlier").addEventListener("click", () => draw(table, table.first - MORE, table.last));
    for (const column of table.columns) column.codes = new Uint32Array(column.codes);
    table.all = new Uint32Array(table.n);
    for (let row = 0; row < table.n; row += 1) table.all[row] = row;
    tables.set(table.name, table);
    filter(table, "");
  }

  /* ---- texts ---- */

  const fact = (id, name) => {
    const table = tables.get("reports"), column = table ? named(table, name) : -1;
    if (column < 0) return "";
    for (let row = 0; row < table.n; row += 1) {
      if (cellAt(table, named(table, "report_id"), row) !== id) continue;
      const said = cellAt(table, column, row);
      return said === MISSING ? "" : said;
    }
    return "";
  };

  /* Give the numbers of a report: their places, status and how they were read. */
  function numbersOf(id) {
    const table = tables.get("quantities"), found = [];
    const link = table && table.links.find((one) => one.report !== null);
    if (!link) return found;
    const { cells, codes } = table.columns[link.report], code = cells.indexOf(id);
    const columns = ["status", "indicator", "bound", "modality", "rule"].map((name) => named(table, name));
    for (let row = 0; row < table.n; row += 1) {
      if (codes[row] !== code) continue;
      const told = columns.map((column) => (column < 0 ? MISSING : cellAt(table, column, row)));
      const note = told.map((one) => words[one] || one).filter((one) => one !== MISSING).join(" · ");
      found.push({ start: link.start[row], end: link.end[row], status: told[0], note });
    }
    return found.sort((a, b) => a.start - b.start || a.end - b.end);
  }

  /* Write a text into the page, a paragraph a line, its numbers marked; offsets count characters. */
  function write(id, { text, headings }) {
    const article = byId("text"), numbers = numbersOf(id), levels = new Map(headings);
    const name = encodeURIComponent(id), lines = [];
    let at = 0, next = 0;
    for (const line of text.split("\n")) {
      const characters = /[\ud800-\udfff]/.test(line) ? Array.from(line) : line;
      const cut = (from, to) => [].concat(characters.slice(from - at, to - at)).join("");
      const end = at + characters.length, element = document.createElement(levels.has(at) ? `h${levels.get(at)}` : "p");
      element.dataset.start = at;
      let done = at;
      for (; next < numbers.length && numbers[next].start < end; next += 1) {
        const { start, end: stop, status, note } = numbers[next];
        if (start < done || stop > end) continue;
        const lead = document.createElement("a");
        lead.className = `n ${status}`;
        lead.href = `#t-${name}-${start}-${stop}`;
        lead.dataset.note = note;
        lead.textContent = cut(start, stop);
        element.append(cut(done, start), lead);
        done = stop;
      }
      element.append(cut(done, end));
      if (lines.length) lines.push("\n");
      lines.push(element);
      at = end + 1;
    }
    article.replaceChildren(...lines);
    reading.load();
  }

  async function read(id) {
    const packed = texts.get(id);
    if (!packed) return false;
    if (typeof packed.content === "undefined") packed.content = await unpack(packed.textContent);
    write(id, packed.content);
    byId("text").dataset.report = id;
    byId("opened").textContent = [fact(id, "place"), fact(id, "year"), fact(id, "title")].filter(Boolean).join(" ") || id;
    byId("opened").hidden = false;
    byId("hint").hidden = true;
    byId("bar").hidden = true;
    return true;
  }

  async function show(id, start, end) {
    if (!await read(id) || !reading.has(start, end)) return;
    const element = reading.mark(start, end);
    if (!element) return;
    element.scrollIntoView({ block: "center" });
    byId("where").textContent = [id, reading.where(element)].filter(Boolean).join(" › ");
    byId("copied").textContent = "";
    let led = false;
    byId("rows").replaceChildren(byId("rows").dataset.label);
    for (const table of tables.values()) {
      const row = rowAt(table, id, start, end);
      if (row < 0) continue;
      const lead = document.createElement("a");
      lead.href = `#row-${table.name}-${row}`;
      lead.textContent = table.name;
      byId("rows").append(" ", lead);
      led = true;
    }
    byId("rows").hidden = !led;
    byId("bar").hidden = false;
  }

  function rowAt(table, id, start, end) {
    for (const link of table.links) {
      if (link.report === null) continue;
      const { cells, codes } = table.columns[link.report], code = cells.indexOf(id);
      for (let row = 0; code >= 0 && row < table.n; row += 1) {
        if (codes[row] === code && link.start[row] === start && link.end[row] === end) return row;
      }
    }
    return -1;
  }

  function goTo(table, row) {
    let at = table.order.indexOf(row);
    if (at < 0) { byId("query").value = ""; filter(table, ""); at = table.order.indexOf(row); }
    table.element.open = true;
    if (table.stale || at < table.first || at >= table.last) draw(table, at - WINDOW / 2, at + WINDOW / 2);
    const line = byId(`row-${table.name}-${row}`);
    line.classList.add("here");
    line.scrollIntoView({ block: "center" });
  }

  async function follow() {
    for (const row of document.querySelectorAll("tr.here")) row.classList.remove("here");
    const place = PLACE.exec(location.hash), opened = OPENED.exec(location.hash), row = ROW.exec(location.hash);
    if (place && say.texts === "beside") location.assign(addressOf(decodeURIComponent(place[1]), place[2], place[3]));
    else if (place && say.texts === "inside") await show(decodeURIComponent(place[1]), Number(place[2]), Number(place[3]));
    else if (opened && say.texts === "inside") {
      if (await read(decodeURIComponent(opened[1]))) byId("opened").scrollIntoView();
    } else if (row && tables.has(row[1])) goTo(tables.get(row[1]), Number(row[2]));
    else if (location.hash.startsWith("#table-") && byId(location.hash.slice(1))) {
      byId(location.hash.slice(1)).open = true;
      byId(location.hash.slice(1)).scrollIntoView();
    }
  }

  /* ---- hands ---- */

  let waiting = 0, origin = null;
  byId("query").addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => search(event.target.value.trim()), 60);
  });
  byId("search").addEventListener("submit", (event) => {
    event.preventDefault();
    search(byId("query").value.trim());
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const target = link ? link.getAttribute("href") || "" : "";
    if (!PLACE.test(target)) return;
    if (!link.closest("#report")) origin = link;
    if (target === location.hash) { event.preventDefault(); follow(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement.tagName !== "INPUT") {
      event.preventDefault();
      byId("query").focus();
    }
    if (event.key === "Escape" && origin && origin.isConnected) {
      history.replaceState(null, "", location.pathname + location.search);
      byId("bar").hidden = true;
      for (const mark of document.querySelectorAll("mark.evidence-mark")) mark.replaceWith(...mark.childNodes);
      origin.focus();
      origin.scrollIntoView({ block: "center" });
    }
  });
  if (say.texts === "inside") {
    byId("back").addEventListener("click", () => history.back());
    byId("copy").addEventListener("click", async () => {
      const id = byId("text").dataset.report, quote = document.querySelector("mark.evidence-mark").textContent;
      const facts = [fact(id, "place"), fact(id, "year"), fact(id, "title"), byId("where").textContent, fact(id, "delivered")];
      await reading.copy(`“${quote}”（${facts.filter(Boolean).join("，")}；sha256 ${fact(id, "sha256")}）`);
      byId("copied").textContent = say.copied;
    });
  }
  window.addEventListener("hashchange", follow);
  (async () => {
    words = await unpack(say.notes);
    await Promise.all([...document.querySelectorAll("details[data-table]")].map(open));
    await follow();
    document.documentElement.classList.add("ready");
  })();
})();
