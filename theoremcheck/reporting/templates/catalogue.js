"use strict";
(() => {
  const body = document.querySelector(".catalogue tbody");
  const search = document.getElementById("search");
  const selects = [...document.querySelectorAll("[data-filter]")];
  const shown = document.getElementById("shown");
  const headings = [...document.querySelectorAll(".catalogue thead th")];

  const claims = [...body.rows].map((row) => {
    const words = [row.dataset.name, row.textContent, row.dataset.words];
    return { row, text: words.join(" ").toLowerCase() };
  });

  // Laying out hundreds of rows takes longer than a keystroke should: the first ones appear at once, the others follow.
  let turn = 0;
  const appear = (rows) => {
    const mine = ++turn;
    const step = () => {
      if (mine !== turn) return;
      for (const row of rows.splice(0, 120)) row.hidden = false;
      if (rows.length) requestAnimationFrame(step);
    };
    step();
  };

  const filter = () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = selects.filter((select) => select.value);
    let count = 0;
    const coming = [];
    for (const claim of claims) {
      const visible =
        chosen.every((select) => claim.row.dataset[select.dataset.filter] === select.value) &&
        wanted.every((word) => claim.text.includes(word));
      if (!visible) claim.row.hidden = true;
      else if (claim.row.hidden) coming.push(claim.row);
      count += visible;
    }
    appear(coming);
    shown.textContent = count === claims.length ? `${count} claims` : `${count} of ${claims.length} claims`;
  };

  const key = (row, column) => {
    const value = row.cells[column].dataset.sort;
    const number = Number(value);
    return value !== "" && Number.isFinite(number) ? number : value;
  };

  const compare = (one, other) =>
    typeof one === "number" && typeof other === "number" ? one - other : String(one).localeCompare(String(other));

  const sort = (heading, column) => {
    const descending = heading.getAttribute("aria-sort") === "ascending";
    for (const other of headings) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const order = claims.map((claim) => [key(claim.row, column), claim.row]);
    order.sort((one, other) => (descending ? -1 : 1) * compare(one[0], other[0]));
    body.append(...order.map(([, row]) => row));
  };

  // On a phone the papers' lists are folded: their names, pictures and the catalogue are not a hundred screens apart.
  if (matchMedia("(max-width: 40rem)").matches) {
    for (const details of document.querySelectorAll("details.list[open]")) details.open = false;
  }

  // A claim's evidence lies on its paper's page: a link to a claim of this page leads there.
  const follow = () => {
    let name = location.hash.slice(1);
    try { name = decodeURIComponent(name); } catch { /* no name at all */ }
    const claim = claims.find((candidate) => candidate.row.dataset.name === name);
    if (claim) location.replace(claim.row.querySelector("a").href);
  };

  search.addEventListener("input", filter);
  for (const select of selects) select.addEventListener("change", filter);
  const form = document.querySelector(".filters");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  headings.forEach((heading, column) => {
    const button = heading.querySelector("button");
    if (button) button.addEventListener("click", () => sort(heading, column));
  });
  addEventListener("hashchange", follow);
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.list:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of opened) details.open = false; });
  follow();
})();
