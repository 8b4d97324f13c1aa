"use strict";
/* The text of a report in a page: a place is marked by its offsets, named by its headings, and copied.
   Offsets count characters; a browser counts some of them (beyond the first plane) as two. */
const reading = (() => {
  const text = document.getElementById("text");
  let wide = []; // the offsets of the characters that count as two

  function load() {
    const whole = text.textContent;
    wide = [];
    if (!/[\ud800-\udfff]/.test(whole)) return;
    let at = 0;
    for (const character of whole) {
      if (character.length === 2) wide.push(at);
      at += 1;
    }
  }

  const toUnits = (offset) => offset + wide.filter((at) => at < offset).length;
  const toOffset = (unit) => unit - wide.filter((at, n) => at + n < unit).length;

  function paragraphAt(offset) {
    const lines = text.querySelectorAll("[data-start]");
    let low = 0, high = lines.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (Number(lines[middle].dataset.start) <= offset) low = middle; else high = middle - 1;
    }
    return lines[low];
  }

  function nodeAt(offset, isEnd) {
    const line = paragraphAt(isEnd ? offset - 1 : offset);
    let left = toUnits(offset) - toUnits(Number(line.dataset.start));
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    let node = walker.nextNode(), last = null;
    while (node) {
      if (left < node.length || (isEnd && left === node.length)) return [node, left];
      left -= node.length;
      last = node;
      node = walker.nextNode();
    }
    return last ? [last, last.length] : null; // the line break behind a paragraph
  }

  /* Say whether there is such a place. */
  const has = (start, end) => start < end && toUnits(end) <= text.textContent.length;

  /* Put the mark around a place; what a tag would tear is torn. */
  function mark(start, end) {
    const from = nodeAt(start, false), to = nodeAt(end, true);
    if (!from || !to) return null;
    const range = document.createRange();
    range.setStart(...from);
    range.setEnd(...to);
    const element = document.createElement("mark");
    element.className = "evidence-mark";
    element.tabIndex = -1;
    element.append(range.extractContents());
    range.insertNode(element);
    for (const shell of text.querySelectorAll(".n, .repair")) if (!shell.textContent) shell.remove();
    return element;
  }

  /* Name the headings that an element of the text stands under. */
  function where(element) {
    const names = { H2: "", H3: "" };
    for (const heading of text.querySelectorAll("h2, h3")) {
      if (!(heading.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)
        && !heading.contains(element)) break;
      names[heading.tagName] = heading.textContent;
      if (heading.tagName === "H2") names.H3 = "";
    }
    return [names.H2, names.H3].filter(Boolean).join(" › ");
  }

  async function copy(content) {
    try {
      await navigator.clipboard.writeText(content);
    } catch {
      const area = document.createElement("textarea");
      area.value = content;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  }

  load();
  return { load, has, mark, where, copy, paragraphAt, toOffset };
})();
