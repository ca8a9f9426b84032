"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const root = document.documentElement;
  const told = JSON.parse($("told").textContent);
  const printed = $("printed"), cleaned = $("cleaned"), panel = $("panel");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

  // Every piece by its name, on both sides.
  const named = new Map();
  for (const one of document.querySelectorAll("[data-n]"))
    for (const name of one.dataset.n.split(" ")) {
      if (!named.has(name)) named.set(name, []);
      named.get(name).push(one);
    }
  const kinds = told.kinds.map((_, at) => [...document.getElementsByClassName("r" + at)]);
  const order = Object.keys(told.pieces);
  for (const mark of document.querySelectorAll("#article mark.gone"))
    mark.dataset.text = told.pieces[mark.dataset.n][3].trim();

  // ---- lighting up -------------------------------------------------------------------------
  let lit = [], current = null, pinned = false, dwell = 0;
  const seen = (one) => !one.classList.contains("off") && one.getClientRects().length > 0;

  const dim = () => {
    for (const one of lit) one.classList.remove("lit");
    lit = []; current = null; panel.hidden = true;
    clearTimeout(dwell);
  };
  const light = (names) => {
    dim();
    current = names;
    for (const name of names.split(" "))
      for (const one of named.get(name) || []) { one.classList.add("lit"); lit.push(one); }
    explain(names.split(" ")[0]);
  };
  const explain = (name) => {
    const piece = told.pieces[name];
    panel.hidden = !piece;
    if (!piece) return;
    const [kind, how, page, before, after, note] = piece, [by, reason, meaning] = told.kinds[kind];
    const hue = [...(kinds[kind][0]?.classList ?? [])].find((one) => /^h\d+$/.test(one));
    panel.className = hue || "";
    $("by").textContent = by;
    $("reason").textContent = reason;
    $("page").textContent = "page " + page;
    $("meaning").textContent = meaning;
    $("before").textContent = before;
    $("after").textContent = how === "space" ? after.replace(/^ $/, "␣") : after;
    $("note").textContent = note;
  };
  const reveal = (from) => {
    for (const pane of [printed, cleaned]) {
      if (pane.contains(from)) continue;
      const other = lit.find((one) => pane.contains(one) && seen(one));
      if (other) (other.firstElementChild || other).scrollIntoView({ block: "center", behavior: calm });
    }
  };
  const away = (one) => {
    const box = one.getBoundingClientRect(), pane = one.closest("main > *").getBoundingClientRect();
    return box.bottom < pane.top + 40 || box.top > pane.bottom - 60;
  };

  addEventListener("pointerover", (event) => {
    if (pinned) return;
    const one = event.target.closest?.("[data-n]");
    if (!one) return dim();
    if (one.dataset.n === current) return;
    light(one.dataset.n);
    dwell = setTimeout(() => {
      const other = lit.find((it) => !it.closest("header") && it.closest("main > *") !== one.closest("main > *") && seen(it));
      if (other && away(other)) reveal(one);
    }, 350);
  });
  addEventListener("focusin", (event) => {
    const one = event.target.closest?.("[data-n]");
    if (one) light(one.dataset.n);
  });
  addEventListener("focusout", () => { if (!pinned) dim(); });
  addEventListener("click", (event) => {
    if (event.target.closest("button, summary, input, label")) return;
    const one = event.target.closest("[data-n]");
    pinned = false;
    if (!one) return dim();
    light(one.dataset.n);
    pinned = true;
    reveal(one);
  });

  // ---- from change to change -------------------------------------------------------------------
  const step = (by) => {
    const pane = cleaned.contains(document.activeElement) && document.activeElement !== cleaned ? cleaned : printed;
    let at = current ? order.indexOf(current.split(" ")[0]) : by > 0 ? -1 : order.length;
    if (current && at < 0) at = Math.max(order.findIndex((name) => +name.slice(1) > +current.slice(1)) - (by > 0 ? 1 : 0), 0);
    for (at += by; at >= 0 && at < order.length; at += by) {
      if (told.pieces[order[at]][1] === "space") continue;
      const one = named.get(order[at]).find((it) => pane.contains(it) && !it.classList.contains("off"));
      if (!one) continue;
      pinned = false;
      one.focus({ preventScroll: true });
      light(order[at]);
      pinned = true;
      (one.firstElementChild || one).scrollIntoView({ block: "center", behavior: calm });
      return reveal(one);
    }
  };

  // ---- the legend ------------------------------------------------------------------------------
  const boxes = [...document.querySelectorAll("input[data-kinds]")];
  const show = (numbers, on) => {
    for (const at of numbers) for (const one of kinds[at]) one.classList.toggle("off", !on);
  };
  const agree = () => {
    for (const group of document.querySelectorAll(".filter")) {
      const [head, ...rest] = group.querySelectorAll("input");
      const on = rest.filter((one) => one.checked).length;
      head.checked = on > 0;
      head.indeterminate = on > 0 && on < rest.length;
    }
    $("all").textContent = boxes.some((one) => one.checked) ? "none" : "all";
  };
  const toggleAll = () => {
    const on = $("all").textContent === "all";
    for (const one of boxes) one.checked = on;
    show(kinds.keys(), on);
    agree();
  };
  addEventListener("change", (event) => {
    const one = event.target;
    if (!one.dataset.kinds) return;
    show(one.dataset.kinds.split(" "), one.checked);
    if (one.closest("summary"))
      for (const rest of one.closest(".filter").querySelectorAll("label input")) rest.checked = one.checked;
    agree();
  });
  $("all").addEventListener("click", toggleAll);

  // ---- tools -------------------------------------------------------------------------------------
  const tabs = [...document.querySelectorAll("[role=tab]")];
  const open = (tab) => {
    for (const one of tabs) {
      one.setAttribute("aria-selected", one === tab);
      one.tabIndex = one === tab ? 0 : -1;
      $(one.getAttribute("aria-controls")).hidden = one !== tab;
    }
  };
  for (const one of tabs) one.addEventListener("click", () => open(one));
  const removed = () => {
    const on = document.body.classList.toggle("removed");
    $("removed").setAttribute("aria-pressed", on);
  };
  const theme = () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  };
  const help = () => {
    $("keys").hidden = !$("keys").hidden;
    $("help").setAttribute("aria-expanded", !$("keys").hidden);
  };
  $("removed").addEventListener("click", removed);
  $("theme").addEventListener("click", theme);
  $("help").addEventListener("click", help);
  open(tabs[0]);

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const tab = tabs.indexOf(document.activeElement);
    if (tab >= 0 && /^Arrow(Left|Right)$/.test(event.key)) {
      const next = tabs[(tab + (event.key === "ArrowRight" ? 1 : tabs.length - 1)) % tabs.length];
      open(next);
      return next.focus();
    }
    const keys = {
      j: () => step(1), k: () => step(-1), r: removed, t: theme, a: toggleAll, "?": help,
      1: () => open(tabs[0]), 2: () => open(tabs[1]), 3: () => open(tabs[2]),
      Escape: () => { pinned = false; dim(); },
      Enter: () => { const one = document.activeElement.closest?.("[data-n]"); if (one) { light(one.dataset.n); pinned = true; reveal(one); } },
    };
    if (event.key === "Enter" && document.activeElement.closest("button, summary, input")) return;
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });
  addEventListener("beforeprint", () => { for (const one of document.querySelectorAll("details")) one.open = true; });
})();
