// What makes pages quicker to use. Every one of them works without this file.
(() => {
const $ = (css, at = document) => at.querySelector(css), $$ = css => [...document.querySelectorAll(css)];
const on = (what, how, at = document, capture) => at.addEventListener(what, how, capture);
const make = (tag, props, ...inner) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...inner.filter(Boolean));
  return node;
};

// The reader's zone: from the next page on, the server writes moments in it.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.split("; ").includes(`deedwell-zone=${encodeURIComponent(zone)}`))
  document.cookie = `deedwell-zone=${encodeURIComponent(zone)};path=/;max-age=31536000;samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
if (/Mac|iP/.test(navigator.platform)) $$("[data-mod-k]").forEach(k => k.textContent = "⌘ K");

// In a row of chips that is wider than a telephone, the chosen one is in sight.
$$(".chips [aria-current]").forEach(chip => {
  const row = chip.closest(".chips"), [at, room] = [chip, row].map(part => part.getBoundingClientRect());
  row.scrollLeft += Math.max(0, at.right - room.right) || Math.min(0, at.left - room.left);
});

// The palette: ways of the navigation, then what the server finds.
const palette = $("#palette");
let open = () => {};
if (palette) {
  const words = $("input", palette), list = $(".pop-list", palette);
  let options = [], chosen = 0, asked, timer;
  const ways = $$(".nav li > a").map(a => ({ title: $(".words", a)?.textContent || a.textContent.trim(), href: a.getAttribute("href"), icon: $("svg", a) }));
  const choose = i => {
    chosen = (i + options.length) % (options.length || 1);
    options.forEach((o, n) => o.setAttribute("aria-selected", n === chosen));
    options[chosen]?.scrollIntoView({ block: "nearest" });
    words.setAttribute("aria-activedescendant", options[chosen]?.id || "");
  };
  const option = ({ title, detail = "", href, icon }) => {
    const link = make("a", { href, tabIndex: -1, role: "option", id: `way-${options.length}` }, icon?.cloneNode(true),
      make("span", { textContent: title }), make("small", { textContent: detail }));
    options.push(link);
    return link;
  };
  const show = (...groups) => {
    options = [];
    list.replaceChildren(...groups.filter(g => g[1].length).map(([ariaLabel, entries]) =>
      make("div", { role: "group", ariaLabel }, make("h3", { textContent: ariaLabel, ariaHidden: true }), ...entries.map(option))));
    $(".none", palette).hidden = options.length;
    choose(0);
  };
  const find = async () => {
    const q = words.value.trim(), go = [palette.dataset.go, ways.filter(w => w.title.toLowerCase().includes(q.toLowerCase()))];
    asked?.abort();
    asked = new AbortController();
    let found = [];
    if (q.length > 1) try {
      const reply = await fetch(`${palette.dataset.find}?q=${encodeURIComponent(q)}`, { headers: { accept: "application/json" }, signal: asked.signal });
      // Only paths of ours.
      if (reply.ok) found = (await reply.json()).filter(f => /^\/(?!\/)/.test(f.href));
    } catch (e) {
      if (e.name === "AbortError") return;
    }
    show(go, [palette.dataset.found, found]);
  };
  on("input", () => { clearTimeout(timer); timer = setTimeout(find, 120); }, words);
  on("keydown", e => {
    const does = { ArrowDown: () => choose(chosen + 1), ArrowUp: () => choose(chosen - 1), Enter: () => options[chosen]?.click() }[e.key];
    if (does) e.preventDefault(), does();
  }, words);
  open = () => {
    if (palette.open) return palette.close();
    $("#nav:popover-open")?.hidePopover();
    words.value = "";
    palette.showModal();
    find();
  };

  // Keys: Ctrl or Cmd K anywhere, single letters where nobody is writing.
  let before;
  on("keydown", e => {
    const { key } = e, mod = e.metaKey || e.ctrlKey;
    if (mod && key.toLowerCase() === "k") return e.preventDefault(), open();
    if (mod || e.altKey || $("dialog[open]") || e.target.closest("input,textarea,select")) return;
    const to = before === "g" && { h: "", p: "/people", m: "/measures" }[key], search = key === "/" && $("main [type=search]");
    before = key;
    if (typeof to === "string") $(`.nav a[href="/console${to}"]`)?.click();
    if (key === "?") $("#shortcuts").showModal();
    if (search) e.preventDefault(), search.focus();
  });
}

on("click", async e => {
  const at = css => e.target.closest?.(css), opens = at("[data-opens]"), copy = at("[data-copy]");
  if (at("[data-palette]")) open();
  if (at("[data-close]")) at(".toast").remove();
  if (opens) document.getElementById(opens.dataset.opens).showModal();
  if (e.target.matches("dialog")) e.target.close();
  if (!copy) return;
  await navigator.clipboard.writeText(copy.dataset.copy);
  copy.classList.add("copied");
  setTimeout(() => copy.classList.remove("copied"), 2000);
});

// Asks before a form does what cannot be undone: data-confirm, data-confirm-detail, data-confirm-yes.
on("submit", e => {
  const form = e.target, dialog = $("#confirm"), { confirm, confirmDetail, confirmYes } = form.dataset, yes = $("[value=yes]", dialog);
  if (!confirm || form._sure) return;
  e.preventDefault();
  e.stopImmediatePropagation();
  yes.textContent = confirmYes || (yes.dataset.words ??= yes.textContent);
  $("h2", dialog).textContent = confirm;
  $("p", dialog).textContent = confirmDetail || "";
  dialog.returnValue = "";
  dialog.showModal();
  on("close", () => {
    form._sure = dialog.returnValue === "yes";
    if (form._sure) form.requestSubmit(e.submitter);
    form._sure = false;
  }, dialog, { once: true });
}, document, true);

// Parts with data-live fetch themselves again when the ledger says that something happened.
let stream;
const refresh = () => $$("[data-live]").forEach(async part => {
  const reply = await fetch(part.dataset.live, { headers: { "hx-request": "true" } });
  if (!reply.ok || part.contains(document.activeElement)) return;
  part.innerHTML = await reply.text();
  window.htmx?.process(part);
});
const listen = () => {
  stream?.close();
  if (document.hidden || !$("[data-live]")) return;
  let first = true;
  stream = new EventSource("/live");
  on("changed", () => first ? first = false : refresh(), stream);
};
on("visibilitychange", () => { if (!document.hidden) refresh(); listen(); });
listen();
})();
