"use strict";
(() => {
  const box = document.getElementById("loc");
  if (!box) return;
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
  const people = [...document.querySelectorAll("[data-ai]")].map((node) => [node, fold(node.dataset.ai)]);
  const told = document.getElementById("loc-so");
  document.getElementById("loc-hop").hidden = false;
  box.addEventListener("input", () => {
    const wish = fold(box.value.trim());
    let shown = 0;
    for (const [node, words] of people) {
      node.hidden = !words.includes(wish);
      shown += !node.hidden;
    }
    told.textContent = wish ? String(shown) : "";
  });
})();
