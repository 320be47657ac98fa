// The little that pages do by themselves. Every page works without it.
"use strict";

// "/" goes to the search field, Escape closes an open menu.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "/" && !typing) {
    const search = document.querySelector("[data-search]");
    if (search) { event.preventDefault(); search.focus(); search.select(); }
  }
  if (event.key === "Escape") {
    for (const open of document.querySelectorAll("details.drop[open]")) { open.open = false; open.querySelector("summary").focus(); }
    if (location.hash === "#menu") { location.hash = "#main"; }
  }
});

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.drop[open]")) { if (!open.contains(event.target)) { open.open = false; } }
  if (event.target.closest("[data-print]")) { window.print(); }
});

// A form is sent once: the second click of an impatient hand does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) { return; }
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[data-sent]")) { delete form.dataset.sent; } });

// A table that is wider than the screen can be scrolled by the keyboard too.
function reachable() {
  for (const box of document.querySelectorAll(".table-box, .scroll")) {
    const scrolls = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
    if (!scrolls) { box.removeAttribute("tabindex"); box.removeAttribute("role"); continue; }
    const said = box.querySelector("caption") || (box.closest("section, .card") || document).querySelector("h1, h2, h3");
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", said ? said.textContent.trim() : document.title);
  }
}
document.addEventListener("DOMContentLoaded", reachable);
document.addEventListener("htmx:afterSettle", reachable);
window.addEventListener("resize", reachable);
