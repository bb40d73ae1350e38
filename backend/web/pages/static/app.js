// What makes the pages smoother. Every form and link works without it.
"use strict";

const page = () => document.querySelector("main");
const parse = (html) => new DOMParser().parseFromString(html, "text/html");
const ask = (url, options = {}) =>
  fetch(url, { credentials: "same-origin", ...options, headers: { Accept: "text/html", ...options.headers } });

// Forms marked so are sent in the background, and the page they lead to takes this one's place.
async function send(form, submitter) {
  const fields = new FormData(form, submitter);
  const put = document.activeElement?.id;
  page().classList.add("busy");
  try {
    const answer = await ask(form.action, { method: "POST", body: new URLSearchParams(fields) });
    const next = parse(await answer.text());
    if (!next.querySelector("main")) throw new Error("no page");
    // What surrounds it may have changed as well: the language, the ledger's name, which page this is.
    for (const part of [".top", ".tabs", "main"]) {
      const fresh = next.querySelector(part);
      if (fresh) document.querySelector(part)?.replaceWith(document.adoptNode(fresh));
    }
    document.documentElement.lang = next.documentElement.lang;
    document.title = next.title;
    // A refused form has no address of its own to go back to.
    if (answer.redirected) history.pushState({}, "", answer.url);
    begin();
    const field = document.querySelector("[aria-invalid=true]") || (put && document.getElementById(put));
    (field || page()).focus({ preventScroll: !field });
    // Where one button after another is pressed, the page stays where it is.
    if (!field && !("stay" in form.dataset)) scrollTo(0, 0);
  } catch {
    // It may have been done all the same: sending it again by itself could record it twice.
    page().classList.remove("busy");
    delete form.dataset.sending;
    const told = form.querySelector(".lost") || document.createElement("p");
    told.className = "wrong lost";
    told.setAttribute("role", "alert");
    told.textContent = document.body.dataset.lost;
    form.append(told);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("form[data-smooth]")) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "1";
  send(form, event.submitter);
});
addEventListener("popstate", () => location.reload());

document.addEventListener("click", async (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const more = event.target.closest("a[data-more]");
  const open = event.target.closest("a[data-open]");
  if (more) {
    event.preventDefault();
    await append(more);
  } else if (open && !document.querySelector("#several")) {
    event.preventDefault();
    await unfold(open);
  }
});

// "More" lengthens the list instead of turning the page.
async function append(link) {
  link.setAttribute("aria-busy", "true");
  try {
    const next = parse(await (await ask(link.href)).text());
    const list = document.querySelector(link.dataset.more);
    const fresh = next.querySelector(link.dataset.more);
    const first = fresh.querySelector("a");
    list.append(...fresh.childNodes);
    const following = next.querySelector("a[data-more]");
    if (following) link.href = following.href;
    else link.parentElement.remove();
    link.removeAttribute("aria-busy");
    first?.focus({ preventScroll: true });
  } catch {
    location.href = link.href;
  }
}

// An entry opens where it stands; a second press closes it.
async function unfold(link) {
  const row = link.closest("li");
  const standing = row.querySelector(":scope > .card");
  if (standing) {
    standing.remove();
    link.removeAttribute("aria-expanded");
    return;
  }
  try {
    const answer = await ask(link.href);
    if (!answer.ok) throw new Error(answer.status);
    const part = parse(await answer.text()).querySelector(link.dataset.open);
    document.querySelector(`.entries ${link.dataset.open}`)?.remove();
    part.querySelector("h1")?.remove();
    row.append(document.adoptNode(part));
    link.setAttribute("aria-expanded", "true");
    part.querySelector("input:not([type=hidden])")?.focus();
  } catch {
    location.href = link.href;
  }
}

// What is being written is read along, before it is recorded.
function readAlong(form) {
  const text = form.elements.text;
  const place = form.querySelector("#read");
  form.querySelector(".look")?.remove();
  let timer;
  let number = 0;
  const read = async () => {
    const mine = ++number;
    const answer = await ask(form.dataset.preview, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => null);
    if (!answer?.ok || mine !== number || form.dataset.sending) return;
    const html = await answer.text();
    if (mine === number) place.replaceChildren(...parse(html).body.childNodes);
  };
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(read, 250);
  });
}

// A page that waits for Telegram looks now and then whether it is linked.
function wait(place) {
  const look = async () => {
    if (!place.isConnected) return;
    if (document.visibilityState === "visible") {
      const answer = await fetch(place.dataset.wait, { headers: { Accept: "application/json" } }).catch(() => null);
      const state = answer?.ok ? await answer.json().catch(() => null) : null;
      if (state && state.state !== place.dataset.state) return location.assign(place.dataset.then);
    }
    setTimeout(look, 2000);
  };
  setTimeout(look, 2000);
}

// Inside Telegram: who opened it is in the address, after "#", where no log sees it.
function openedByTelegram(place) {
  const told = new URLSearchParams(location.hash.slice(1));
  const data = told.get("tgWebAppData");
  try {
    sessionStorage.setItem("podo-theme", told.get("tgWebAppThemeParams") || "");
  } catch {} // a browser that keeps nothing shows our own colours
  window.TelegramWebviewProxy?.postEvent("web_app_ready", "{}");
  window.TelegramWebviewProxy?.postEvent("web_app_expand", "{}");
  // In a frame the session's cookie would not be kept, so there the page offers the browser instead.
  if (!data || window.top !== window) return;
  const form = place.querySelector("form");
  form.elements.init_data.value = data;
  form.submit();
}

function dress() {
  let theme = null;
  try {
    theme = JSON.parse(sessionStorage.getItem("podo-theme") || "null");
  } catch {} // as above
  const names = { bg_color: "--bg", section_bg_color: "--surface", secondary_bg_color: "--raised", text_color: "--ink" };
  for (const [name, token] of Object.entries(names))
    if (/^#[0-9a-f]{6}$/i.test(theme?.[name])) document.documentElement.style.setProperty(token, theme[name]);
}

// What is to be passed on is copied with one press, where the browser lets a page do that.
function offerCopy(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent.trim());
    button.textContent = button.dataset.copied;
  });
}

function begin() {
  document.querySelectorAll("[data-copy]").forEach(offerCopy);
  document.querySelectorAll("[data-miniapp]").forEach(openedByTelegram);
  document.querySelectorAll("form[data-preview]").forEach(readAlong);
  document.querySelectorAll("[data-wait]").forEach(wait);
  document.querySelectorAll("[data-timezone]").forEach((field) => {
    field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  });
}

dress();
begin();
if ("serviceWorker" in navigator && isSecureContext) navigator.serviceWorker.register("/sw.js").catch(() => {});
