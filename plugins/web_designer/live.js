/* Runs in a world of its own beside the page: picks elements, marks them, tells their styles, and takes over changes without a reload.
   The page's scripts see neither this nor the channel. Elements are known by the number that the preview's copy carries. */
(() => {
  if (window.polymath) return;
  const NUMBER = "data-pm";
  const STYLES = [
    "color", "background-color", "background-image", "font-family", "font-size", "font-weight", "font-style", "line-height", "letter-spacing",
    "text-align", "text-transform", "text-decoration-line", "padding-top", "padding-right", "padding-bottom", "padding-left", "margin-top",
    "margin-right", "margin-bottom", "margin-left", "border-top-width", "border-top-style", "border-top-color", "border-top-left-radius",
    "width", "height", "max-width", "display", "gap", "grid-template-columns", "flex-direction", "justify-content", "align-items", "box-shadow", "opacity",
  ];
  let channel = null;
  let picking = false;
  let selected = -1;
  let shown = "";
  let shownAt = 0;
  const frames = {};

  const find = (number) => (number < 0 ? null : document.querySelector(`[${NUMBER}="${number}"]`));
  const numberOf = (node) => { const own = node && node.closest ? node.closest(`[${NUMBER}]`) : null; return own ? Number(own.getAttribute(NUMBER)) : -1; };
  const frame = (name, colour, style) => {
    if (!frames[name]) {
      const host = document.createElement("div");
      host.setAttribute("data-polymath", name);
      const inner = host.attachShadow({ mode: "closed" });
      const box = document.createElement("div");
      const look = { all: "initial", position: "fixed", "z-index": "2147483647", "pointer-events": "none", "box-sizing": "border-box", "border-radius": "3px", border: `2px ${style} ${colour}`, "box-shadow": "0 0 0 1px rgba(255,255,255,.7)", display: "none" };
      for (const [key, value] of Object.entries(look)) box.style.setProperty(key, value, "important");
      inner.append(box);
      frames[name] = { host, box };
    }
    if (!frames[name].host.isConnected) document.documentElement.append(frames[name].host);
    return frames[name].box;
  };
  const place = (name, node, colour, style) => {
    const box = frame(name, colour, style);
    if (!node) { box.style.setProperty("display", "none", "important"); return; }
    const at = node.getBoundingClientRect();
    for (const [key, value] of Object.entries({ display: "block", left: `${at.left - 2}px`, top: `${at.top - 2}px`, width: `${at.width + 4}px`, height: `${at.height + 4}px` }))
      box.style.setProperty(key, value, "important");
  };
  const mark = () => place("selected", find(selected), "#2F6F5E", "solid");
  const told = (node) => {
    const style = getComputedStyle(node);
    const box = node.getBoundingClientRect();
    return {
      number: numberOf(node),
      styles: Object.fromEntries(STYLES.map((name) => [name, style.getPropertyValue(name)])),
      box: [Math.round(box.left), Math.round(box.top), Math.round(box.width), Math.round(box.height)],
      path: (() => { const path = []; for (let at = node; at; at = at.parentElement) if (at.hasAttribute(NUMBER)) path.unshift(numberOf(at)); return path; })(),
    };
  };
  const say = (name, value) => channel && channel[name](JSON.stringify(value));

  const select = (number, { reveal = false, quietly = false } = {}) => {
    selected = number;
    const node = find(number);
    if (node && reveal) {
      const box = node.getBoundingClientRect();
      if (box.top < 0 || box.top > innerHeight - 60) node.scrollIntoView({ block: "center", behavior: "instant" });
    }
    mark();
    if (!quietly) say("picked", node ? told(node) : { number: -1 });
    return node ? told(node) : null;
  };

  const sync = (old, fresh) => {
    if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) { old.replaceWith(document.importNode(fresh, true)); return; }
    if (old.nodeType !== 1) { if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue; return; }
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of [...fresh.attributes]) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    if (old.nodeName === "STYLE" || old.nodeName === "SCRIPT") { if (old.textContent !== fresh.textContent) old.textContent = fresh.textContent; return; }
    const before = [...old.childNodes].filter((child) => !(child.nodeType === 1 && child.hasAttribute("data-polymath")));
    const after = [...fresh.childNodes];
    let head = 0;
    while (head < before.length && head < after.length && before[head].isEqualNode(after[head])) head += 1;
    let tail = 0;
    while (tail < before.length - head && tail < after.length - head && before[before.length - 1 - tail].isEqualNode(after[after.length - 1 - tail])) tail += 1;
    const gone = before.slice(head, before.length - tail);
    const come = after.slice(head, after.length - tail);
    const shared = Math.min(gone.length, come.length);
    for (let n = 0; n < shared; n += 1) sync(gone[n], come[n]);
    const anchor = tail ? before[before.length - tail] : null;
    for (const child of come.slice(shared)) old.insertBefore(document.importNode(child, true), anchor);
    for (const child of gone.slice(shared)) child.remove();
  };

  const reply = (event) => { event.preventDefault(); event.stopImmediatePropagation(); };
  const handlers = {
    pointermove: (event) => place("hovered", numberOf(event.target) === selected ? null : find(numberOf(event.target)), "#6FBFA6", "dashed"),
    click: (event) => { reply(event); select(numberOf(event.target)); },
    dblclick: (event) => { reply(event); say("edit_wanted", { number: numberOf(event.target) }); },
    pointerdown: reply, pointerup: reply, mousedown: reply, mouseup: reply, submit: reply, auxclick: reply,
  };
  for (const [name, handler] of Object.entries(handlers)) addEventListener(name, (event) => { if (picking) handler(event); }, true);
  addEventListener("keydown", (event) => {
    if (!picking || selected < 0) return;
    const node = find(selected);
    const next = { ArrowUp: node && node.parentElement, ArrowDown: node && node.firstElementChild, ArrowLeft: node && node.previousElementSibling, ArrowRight: node && node.nextElementSibling }[event.key];
    if (event.key === "Enter") { reply(event); say("edit_wanted", { number: selected }); }
    else if (event.key === "Escape") { reply(event); select(-1); }
    else if (next && numberOf(next) >= 0) { reply(event); select(numberOf(next), { reveal: true }); }
  }, true);
  addEventListener("scroll", () => { mark(); place("shown", shown && document.querySelector(shown), "#C2410C", "solid"); place("hovered", null, "#6FBFA6", "dashed"); }, { capture: true, passive: true });
  addEventListener("resize", () => { mark(); if (shown && performance.now() - shownAt < 1500) window.polymath.show(shown); });

  window.polymath = {
    connect: (object) => { channel = object; say("ready", {}); },
    picking: (on) => { picking = on; document.documentElement.style.cursor = ""; if (!on) { place("hovered", null, "#6FBFA6", "dashed"); selected = -1; mark(); } },
    select,
    show: (selector) => {
      let node = null;
      try { node = document.querySelector(selector); } catch { return false; }
      if (node) node.scrollIntoView({ block: "center", behavior: "instant" });
      shown = node ? selector : "";
      shownAt = performance.now();
      place("shown", node, "#C2410C", "solid");
      return Boolean(node);
    },
    update: (html) => {
      const fresh = new DOMParser().parseFromString(html, "text/html");
      sync(document.documentElement, fresh.documentElement);
      mark();
      return true;
    },
    scroll: (top) => { if (top === undefined) return scrollY; scrollTo({ top, behavior: "instant" }); return top; },
  };
})();
