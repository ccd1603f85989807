// Narrows the vocabulary to the entries that hold all of some words; "#find=..." asks for them.
"use strict";
(() => {
  const find = document.getElementById("find");
  const entries = [...document.querySelectorAll(".entry")];
  const texts = new Map(entries.map((each) => [each, each.textContent.toLowerCase()]));

  const apply = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const [entry, text] of texts) entry.hidden = !words.every((word) => text.includes(word));
    document.querySelectorAll("[data-part]").forEach((part) => {
      part.hidden = !part.querySelector(".entry:not([hidden])");
    });
    const shown = entries.filter((each) => !each.hidden).length;
    document.getElementById("nothing").hidden = shown > 0;
    document.getElementById("shown").textContent = `${shown} of ${entries.length}`;
  };
  const follow = () => {
    const [key, value] = decodeURIComponent(location.hash.slice(1)).split(/=(.*)/s);
    if (key === "find") find.value = value;
    apply();
  };

  find.addEventListener("input", apply);
  find.form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", follow);
  follow();
})();
