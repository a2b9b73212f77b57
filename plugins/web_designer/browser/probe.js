/* Looks at the drawn page at one width: what sticks out sideways, texts that lie over each other, texts that are cut, pictures that are not there.
   Gives one JSON-shaped value; positions are CSS px of the page. False alarms are worse than misses. */
(() => {
  const MAX = 12;
  const root = document.documentElement;
  const name = (node) => {
    const path = [];
    for (let at = node; at && at.nodeType === 1 && at !== root; at = at.parentElement) {
      if (at.id && document.querySelectorAll(`#${CSS.escape(at.id)}`).length === 1) { path.unshift(`#${CSS.escape(at.id)}`); break; }
      const tag = at.localName;
      const like = at.parentElement ? [...at.parentElement.children].filter((one) => one.localName === tag) : [at];
      path.unshift(like.length > 1 ? `${tag}:nth-of-type(${like.indexOf(at) + 1})` : tag);
      if (tag === "body") break;
    }
    return path.join(" > ") || "html";
  };
  window.polymathName = (target) => { try { const node = document.querySelector(target); return node ? name(node) : target; } catch { return target; } };
  const clips = (style, axis) => ["hidden", "clip", "auto", "scroll"].includes(style[axis]);
  const isShown = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
  const readerOnly = (node) => {
    for (let at = node; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      const box = at.getBoundingClientRect();
      if (style.position === "absolute" && (box.width <= 2 || box.height <= 2 || (style.clipPath !== "none" && style.clipPath.includes("inset(50%")) || box.right < 0 || box.bottom + scrollY < 0)) return true;
    }
    return false;
  };
  const clipped = (node) => {
    for (let at = node.parentElement; at && at !== root; at = at.parentElement) if (at !== document.body && clips(getComputedStyle(at), "overflowX")) return true;
    return false;
  };

  const width = root.clientWidth;
  const overflow = [];
  if (Math.max(root.scrollWidth, document.body ? document.body.scrollWidth : 0) > width + 1) {
    for (const node of document.body ? document.body.querySelectorAll("*") : []) {
      const box = node.getBoundingClientRect();
      if (box.width < 1 || box.height < 1 || box.right + scrollX <= width + 1 || !isShown(node) || clipped(node) || readerOnly(node) || node.closest("svg svg, svg > *")) continue;
      const inner = [...node.children].some((child) => { const found = child.getBoundingClientRect(); return found.width >= 1 && found.right >= box.right - 1; });
      if (!inner || node.localName === "svg" || node.localName === "img" || node.localName === "table" || node.localName === "pre") overflow.push({ selector: name(node), by: Math.round(box.right + scrollX - width), tag: node.localName });
      if (overflow.length >= MAX) break;
    }
    if (!overflow.length) overflow.push({ selector: "body", by: root.scrollWidth - width, tag: "body" });
  }

  const texts = [];
  const walker = document.createTreeWalker(document.body || root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node && texts.length < 3000; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (!holder || !node.data.trim() || ["SCRIPT", "STYLE", "NOSCRIPT", "TITLE", "OPTION", "TEXTAREA"].includes(holder.tagName) || holder.closest("svg") || !isShown(holder)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 2 && box.height > 4);
    if (!boxes.length || readerOnly(holder)) continue;
    const style = getComputedStyle(holder);
    texts.push({ node, holder, boxes, size: parseFloat(style.fontSize), style });
  }
  const positioned = (node) => { for (let at = node; at && at !== document.body; at = at.parentElement) { const { position } = getComputedStyle(at); if (position === "fixed" || position === "sticky") return true; } return false; };
  const overlaps = [];
  const rows = new Map();
  for (const text of texts) text.isOver = positioned(text.holder);
  const flat = texts.filter((text) => !text.isOver && !text.holder.closest("[aria-hidden=true]"));
  flat.forEach((text, index) => text.boxes.forEach((box) => {
    for (let row = Math.floor(box.top / 40); row <= Math.floor(box.bottom / 40); row += 1) { if (!rows.has(row)) rows.set(row, []); rows.get(row).push([index, box]); }
  }));
  const told = new Set();
  for (const list of rows.values()) {
    for (let one = 0; one < list.length && overlaps.length < MAX; one += 1) {
      for (let two = one + 1; two < list.length; two += 1) {
        const [first, a] = list[one], [second, b] = list[two];
        if (first === second || told.has(`${first},${second}`)) continue;
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        const line = Math.min(flat[first].size, flat[second].size);
        if (across < 4 || down < line * 0.55) continue;
        const h1 = flat[first].holder, h2 = flat[second].holder;
        if (h1 === h2 || h1.contains(h2) || h2.contains(h1)) continue;
        const x = (Math.max(a.left, b.left) + Math.min(a.right, b.right)) / 2, y = (Math.max(a.top, b.top) + Math.min(a.bottom, b.bottom)) / 2;
        if (!visibleAt(h1, x, y) || !visibleAt(h2, x, y)) continue;
        told.add(`${first},${second}`);
        overlaps.push({ selector: name(h1), other: name(h2), text: flat[first].node.data.trim().slice(0, 40), over: flat[second].node.data.trim().slice(0, 40) });
      }
    }
  }
  function visibleAt(node, x, y) {
    for (let at = node; at && at !== root; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (!clips(style, "overflowX") && !clips(style, "overflowY")) continue;
      const box = at.getBoundingClientRect();
      if (x < box.left || x > box.right || y < box.top || y > box.bottom) return false;
    }
    return true;
  }

  const cut = [];
  for (const text of texts) {
    if (cut.length >= MAX || text.holder.closest("[aria-hidden=true]")) continue;
    for (let at = text.holder; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.overflowX !== "hidden" && style.overflowX !== "clip" && style.overflowY !== "hidden" && style.overflowY !== "clip") continue;
      if (style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none") break;
      const box = at.getBoundingClientRect();
      const worst = text.boxes.find((one) => (one.right > box.right + 3 && style.overflowX !== "visible") || (one.bottom > box.bottom + text.size * 0.5 && style.overflowY !== "visible"));
      if (worst && box.width > 4 && box.height > 4) { cut.push({ selector: name(at), text: text.node.data.trim().slice(0, 40) }); break; }
    }
  }

  const pictures = [...document.images].filter((one) => isShown(one) && (one.currentSrc || one.getAttribute("src")) && one.complete && one.naturalWidth === 0).slice(0, MAX).map((one) => ({ selector: name(one) }));
  const small = [...new Set(texts.filter((text) => text.size < 9.5 && text.node.data.trim().length > 3).map((text) => name(text.holder)))].slice(0, 4).map((selector) => ({ selector }));
  return { width, height: root.scrollHeight, overflow, overlaps, cut, pictures, small, elements: document.querySelectorAll("*").length };
})()
