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
