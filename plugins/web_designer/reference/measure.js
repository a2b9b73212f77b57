/* Reads the looks of the rendered page: colours, type, spacing, shape, and the order of its parts. No text and no picture leaves it, but for
   the few signs by which a part is told (a question mark, a currency, a word such as “pricing” in its id). Gives one JSON-shaped value. */
(() => {
  const MAX_NODES = 6000;
  const seen = (node) => {
    const box = node.getBoundingClientRect();
    if (box.width < 1 || box.height < 1) return null;
    const style = getComputedStyle(node);
    if (style.visibility === "hidden" || style.display === "none" || Number(style.opacity) < 0.05) return null;
    return { box, style };
  };
  const px = (value) => { const read = parseFloat(value); return Number.isFinite(read) ? Math.round(read * 100) / 100 : 0; };
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const rgba = (text) => {
    if (!known.has(text)) {
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = "#000";
      brush.fillStyle = text;
      brush.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data;
      known.set(text, [r, g, b, Math.round((a / 255) * 100) / 100]);
    }
    return known.get(text);
  };
  const hex = ([r, g, b]) => "#" + [r, g, b].map((part) => part.toString(16).padStart(2, "0")).join("");
  const solid = (text) => { const read = rgba(text); return read[3] >= 0.5 ? hex(read) : ""; };
  const stops = (image) => [...image.matchAll(/rgba?\([^)]*\)|oklch\([^)]*\)|color\([^)]*\)|#[0-9a-f]{3,8}/gi)].map((found) => solid(found[0])).filter(Boolean);
  const add = (map, key, more) => { if (key) map.set(key, (map.get(key) || 0) + more); };
  const sorted = (map, n) => [...map].sort((a, b) => b[1] - a[1]).slice(0, n).map(([value, weight]) => ({ value, weight: Math.round(weight) }));
  const own = (node) => [...node.childNodes].reduce((sum, child) => sum + (child.nodeType === 3 ? child.data.trim().length : 0), 0);
  const isButton = (node, style) => {
    if (node.matches("button, [role=button], input[type=submit], input[type=button]")) return true;
    if (!node.matches("a")) return false;
    return style.display !== "inline" && (solid(style.backgroundColor) !== "" || px(style.borderTopWidth) > 0) && px(style.paddingLeft) >= 6;
  };

  const grounds = new Map(), texts = new Map(), links = new Map(), buttons = new Map(), labels = new Map(), lines = new Map();
  const fonts = new Map(), radii = new Map(), gaps = new Map(), shadows = new Map(), widths = new Map();
  const sizes = {};
  const walker = document.createTreeWalker(document.body || document.documentElement, NodeFilter.SHOW_ELEMENT);
  let count = 0;
  for (let node = walker.currentNode; node && count < MAX_NODES; node = walker.nextNode(), count += 1) {
    const found = seen(node);
    if (!found || node.closest("svg svg, svg > *")) continue;
    const { box, style } = found;
    const area = Math.min(box.width, innerWidth) * Math.min(box.height, 4000);
    const button = isButton(node, style);
    const ground = solid(style.backgroundColor);
    if (button) { add(buttons, ground || stops(style.backgroundImage)[0] || "", area); if (ground) add(labels, solid(style.color), 1); }
    else {
      add(grounds, ground, area);
      for (const stop of stops(style.backgroundImage)) add(grounds, stop, area / 3);
    }
    if (px(style.borderTopWidth) || px(style.borderBottomWidth)) add(lines, solid(px(style.borderBottomWidth) ? style.borderBottomColor : style.borderTopColor), box.width);
    const chars = own(node);
    if (chars) {
      const colour = solid(style.color);
      if (node.closest("a") && !button && !node.closest("nav, header, footer")) add(links, colour, chars);
      else if (!node.closest("button")) add(texts, colour, chars);
      const heading = node.closest("h1, h2, h3");
      const key = JSON.stringify([heading ? "display" : "body", style.fontFamily, px(style.fontWeight)]);
      add(fonts, key, chars);
      const level = heading ? heading.tagName.toLowerCase() : node.closest("p, li, dd, td") ? "p" : "";
      if (level) { (sizes[level] ||= new Map()); add(sizes[level], JSON.stringify([px(style.fontSize), px(style.lineHeight) || 0, style.textTransform, px(style.letterSpacing)]), chars); }
    }
    const radius = px(style.borderTopLeftRadius);
    if ((ground || px(style.borderTopWidth)) && box.width < innerWidth * 0.98 && box.height > 12 && !node.matches("html, body")) {
      const round = style.borderTopLeftRadius.endsWith("%") || radius >= Math.min(box.width, box.height) / 2 - 1;
      add(radii, round && radius > 0 ? "round" : String(radius), button ? 3 : 1);
      if (style.boxShadow !== "none") add(shadows, "yes", 1);
    }
    if (style.display.includes("grid") || style.display.includes("flex")) { const gap = px(style.columnGap) || px(style.rowGap); if (gap) add(gaps, String(gap), 1); }
    if (box.width < innerWidth * 0.97 && box.width > 560 && Math.abs(box.left - (document.documentElement.clientWidth - box.right)) < 4) add(widths, String(Math.round(box.width)), box.height);
  }

  const landmark = "header, footer, nav, aside, section, article, form";
  const main = document.querySelector("main") || document.body;
  let parts = [...main.children].filter(seen);
  for (let depth = 0; depth < 4 && parts.length <= 2 && parts.some((part) => part.children.length > 1); depth += 1) {
    const tall = parts.reduce((best, part) => (part.getBoundingClientRect().height > best.getBoundingClientRect().height ? part : best), parts[0]);
    if (tall.matches("section, article, header, footer, form, nav")) break;
    const inner = [...tall.children].filter(seen);
    if (inner.length < 2) { if (inner.length !== 1) break; parts = parts.flatMap((part) => (part === tall ? inner : [part])); continue; }
    const stacked = inner.filter((child) => child.getBoundingClientRect().width > innerWidth * 0.6).length;
    if (stacked < 2) break;
    parts = parts.flatMap((part) => (part === tall ? inner : [part]));
  }
  for (const one of document.querySelectorAll("body > header, body > footer")) if (!parts.includes(one) && seen(one)) parts.push(one);
  parts.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
  const columns = (part) => {
    let best = 1, items = 0;
    for (const list of [part, ...part.querySelectorAll("ul, ol, dl, div, section, tbody")].slice(0, 80)) {
      const kids = [...list.children].filter((kid) => { const found = seen(kid); return found && found.box.width > 90 && found.box.height > 24; });
      if (kids.length < 2) continue;
      const tag = kids[0].tagName;
      const alike = kids.filter((kid) => kid.tagName === tag && Math.abs(kid.getBoundingClientRect().width - kids[0].getBoundingClientRect().width) < 24);
      if (alike.length < 2) continue;
      const top = alike[0].getBoundingClientRect().top;
      const across = alike.filter((kid) => Math.abs(kid.getBoundingClientRect().top - top) < 12).length;
      if (across > best || (across === best && alike.length > items)) { best = across; items = alike.length; }
    }
    return [best, items];
  };
  const groundOf = (node) => { for (let at = node; at; at = at.parentElement) { const read = solid(getComputedStyle(at).backgroundColor); if (read) return read; } return "#ffffff"; };
  const sections = parts.slice(0, 40).map((part) => {
    const { box, style } = seen(part);
    const words = part.innerText || "";
    const [across, items] = columns(part);
    const heading = part.querySelector("h1, h2, h3");
    const pictures = [...part.querySelectorAll("img, picture, video, svg, canvas, [role=img]")].filter((one) => { const found = seen(one); return found && found.box.width > 80 && found.box.height > 60; });
    const picture = pictures[0] && pictures[0].getBoundingClientRect();
    return {
      tag: part.tagName.toLowerCase(), hints: [part.id, part.getAttribute("class") || "", part.getAttribute("aria-label") || "", heading ? heading.innerText.slice(0, 60) : ""].join(" ").toLowerCase(),
      top: Math.round(box.top + scrollY), height: Math.round(box.height), ground: groundOf(part), columns: across, items,
      level: heading ? Number(heading.tagName[1]) : 0, align: heading ? getComputedStyle(heading).textAlign : style.textAlign,
      chars: words.length, pictures: pictures.length,
      picture: picture ? (picture.width > box.width * 0.85 ? "full" : picture.left + picture.width / 2 > box.left + box.width * 0.55 ? "right" : picture.left + picture.width / 2 < box.left + box.width * 0.45 ? "left" : "middle") : "",
      prices: (words.match(/[$€£¥￥]\s?\d|\d\s?[€元]/g) || []).length, questions: part.querySelectorAll("details, summary").length || (words.match(/[?？](\s|$)/g) || []).length,
      quotes: part.querySelectorAll("blockquote, q, figcaption cite").length, fields: part.querySelectorAll("input:not([type=hidden]), textarea, select").length,
      links: part.querySelectorAll("a").length, buttons: [...part.querySelectorAll("a, button")].filter((one) => { const found = seen(one); return found && isButton(one, found.style); }).length,
      figures: (words.match(/(^|\n)\s*[\d.,]+\s?[%+kKMx×]?\+?\s*(\n|$)/g) || []).length, ordered: part.querySelectorAll("ol > li").length, rows: part.querySelectorAll("tr").length, times: part.querySelectorAll("time").length,
      padding: [px(style.paddingTop), px(style.paddingBottom)],
    };
  });
  const top = (map) => { const [first] = [...map].sort((a, b) => b[1] - a[1]); return first ? JSON.parse(first[0]) : null; };
  const html = getComputedStyle(document.documentElement), body = getComputedStyle(document.body || document.documentElement);
  const bar = document.querySelector("header, nav");
  return {
    ground: solid(body.backgroundColor) || solid(html.backgroundColor) || "#ffffff",
    grounds: sorted(grounds, 12), texts: sorted(texts, 8), links: sorted(links, 4), buttons: sorted(buttons, 4), labels: sorted(labels, 4), lines: sorted(lines, 4),
    fonts: sorted(fonts, 12).map(({ value, weight }) => { const [role, family, heavy] = JSON.parse(value); return { role, family, heavy, chars: weight }; }),
    sizes: Object.fromEntries(Object.entries(sizes).map(([level, map]) => [level, top(map)])),
    base: px(body.fontSize), radii: sorted(radii, 6), gaps: sorted(gaps, 6), shadows: (shadows.get("yes") || 0), widths: sorted(widths, 4),
    bar: bar && seen(bar) ? { position: getComputedStyle(bar).position, ground: groundOf(bar), height: Math.round(bar.getBoundingClientRect().height) } : null,
    height: document.documentElement.scrollHeight, sections,
  };
})()
