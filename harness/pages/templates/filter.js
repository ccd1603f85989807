// Narrows the scenarios of the specification to words, tags and a status.
"use strict";
(() => {
  const find = document.getElementById("find");
  if (!find) return;
  const scenarios = [...document.querySelectorAll("main .scenario")];
  const buttons = [...document.querySelectorAll("[data-show]")];
  const fold = document.getElementById("fold");
  const facts = new Map(scenarios.map((each) => [each, {
    text: (each.closest(".feature").querySelector("h3").textContent + " " + each.textContent).toLowerCase(),
    tags: each.dataset.tags.toLowerCase().split(" ").map((tag) => "@" + tag),
    statuses: each.dataset.status.split("|").filter(Boolean),
  }]));
  const total = [...facts.values()].reduce((sum, fact) => sum + fact.statuses.length, 0);
  const everyTag = new Set([...facts.values()].flatMap((fact) => fact.tags));

  const fits = (fact, word) => {
    if (!word.startsWith("@")) return fact.text.includes(word);
    return fact.tags.some((tag) => everyTag.has(word) ? tag === word : tag.startsWith(word));
  };
  const hideEmpty = (outer, inner) => document.querySelectorAll(outer).forEach((each) => {
    each.hidden = !each.querySelector(inner);
  });

  const apply = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const status = buttons.find((each) => each.getAttribute("aria-pressed") === "true")?.dataset.show;
    const narrowed = words.length > 0 || status;
    let shown = 0;
    for (const [scenario, fact] of facts) {
      const fitting = words.every((word) => fits(fact, word))
        ? fact.statuses.filter((each) => !status || each === status).length : 0;
      scenario.hidden = fitting === 0;
      shown += fitting;
    }
    for (const each of ["section.rule", ".feature", "section.api"]) {
      if (narrowed) hideEmpty("main " + each, ".scenario:not([hidden])");
      else document.querySelectorAll("main " + each).forEach((one) => { one.hidden = false; });
    }
    document.querySelectorAll(".contents li").forEach((each) => {
      each.hidden = document.getElementById(each.firstElementChild.hash.slice(1)).hidden;
    });
    hideEmpty("[data-contents]", "li:not([hidden])");
    document.getElementById("nothing").hidden = shown > 0;
    document.getElementById("shown").textContent = `${shown} of ${total} scenarios`;
  };

  // "#find=..." and "#status=..." come from other pages; any other name is a place in this one.
  const follow = () => {
    const [key, value] = decodeURIComponent(location.hash.slice(1)).split(/=(.*)/s);
    if (key === "find") find.value = value;
    if (key === "status") press(buttons.find((each) => each.dataset.show === value));
    apply();
    const place = document.getElementById(key);
    place?.closest("details")?.setAttribute("open", "");
    if (key === "find" || key === "status") scrollTo(0, 0);
  };
  const press = (button) => buttons.forEach((each) => {
    each.setAttribute("aria-pressed", String(each === button && each.getAttribute("aria-pressed") !== "true"));
  });

  find.addEventListener("input", apply);
  find.form.addEventListener("submit", (event) => event.preventDefault());
  buttons.forEach((each) => each.addEventListener("click", () => { press(each); apply(); }));
  fold.addEventListener("click", () => {
    const open = fold.textContent !== "Titles only";
    scenarios.forEach((each) => { each.open = open; });
    fold.textContent = open ? "Titles only" : "Everything";
  });
  addEventListener("beforeprint", () => scenarios.forEach((each) => { each.open = true; }));
  addEventListener("hashchange", follow);
  if (matchMedia("(max-width: 60rem)").matches) document.querySelector(".contents").open = false;
  follow();
})();
