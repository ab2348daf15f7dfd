"use strict";
(() => {
  const reveal = () => {
    let name = location.hash.slice(1);
    try { name = decodeURIComponent(name); } catch { /* no name at all */ }
    const claim = name ? document.getElementById(name) : null;
    if (!claim || !claim.classList.contains("claim")) return;
    claim.querySelector("details.evidence").open = true;
    claim.scrollIntoView();
  };
  addEventListener("hashchange", reveal);

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.evidence:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of opened) details.open = false; });

  // Any number of the first draws against any other. The page draws one pair itself; this draws what a reader chooses.
  const [left, right, bottom, top] = [46, 352, 170, 18];

  const ruler = (values, log, start, end) => {
    const on = (value) => (log ? Math.log10(value) : value);
    const places = values.filter((value) => value !== null).map(on);
    let low = Math.min(...places), high = Math.max(...places);
    const room = (high - low) * 0.04 || Math.abs(low) * 0.1 || 0.5;
    low -= room; high += room;
    const place = (value) => start + ((on(value) - low) / (high - low)) * (end - start);
    const rough = (high - low) / 4, power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough);
    const ticks = [];
    for (let k = Math.ceil(low / step); k * step <= high; k++) ticks.push(log ? 10 ** (k * step) : k * step);
    return { place, ticks };
  };

  const said = (value) => {
    const size = Math.abs(value);
    if (size < 1e-12) return "0";
    return (size >= 1e-3 && size < 1e5 ? String(Number(value.toPrecision(6))) : value.toExponential(1)).replace(/-/g, "−");
  };

  const SVG = "http://www.w3.org/2000/svg";
  const piece = (name, attributes, text) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  };

  const draw = (svg, numbers, across, up) => {
    const [xName, xLog, xs] = numbers.columns[across], [yName, yLog, ys] = numbers.columns[up];
    const x = ruler(xs, xLog, left, right), y = ruler(ys, yLog, bottom, top);
    const parts = [piece("path", { class: "axis", d: `M${left} ${bottom}H${right}` })];
    for (const value of x.ticks) {
      parts.push(piece("path", { class: "axis", d: `M${x.place(value).toFixed(1)} ${bottom}v4` }));
      parts.push(piece("text", { class: "tick", x: x.place(value).toFixed(1), y: bottom + 15, "text-anchor": "middle" }, said(value)));
    }
    for (const value of y.ticks) {
      parts.push(piece("path", { class: "grid", d: `M${left} ${y.place(value).toFixed(1)}H${right}` }));
      parts.push(piece("text", { class: "tick", x: left - 5, y: (y.place(value) + 3.5).toFixed(1), "text-anchor": "end" }, said(value)));
    }
    parts.push(piece("text", { class: "name", x: (left + right) / 2, y: bottom + 30, "text-anchor": "middle" }, xName));
    parts.push(piece("text", { class: "name", x: left, y: top - 7 }, yName));
    const marks = ["", ""];
    let shown = 0;
    numbers.fails.forEach((fails, index) => {
      if (xs[index] === null || ys[index] === null) return;
      const [a, b] = [Math.round(x.place(xs[index])), Math.round(y.place(ys[index]))];
      marks[fails] += fails ? `M${a - 2.5} ${b - 2.5}l5 5m0-5l-5 5` : `M${a} ${b}h0`;
      shown += 1;
    });
    parts.push(piece("path", { class: "dot", d: marks[0] }), piece("path", { class: "dot fails", d: marks[1] }));
    const [title, description] = svg.querySelectorAll("title, desc");
    description.textContent = `${yName} against ${xName} at ${shown} draws.`;
    svg.replaceChildren(title, description, ...parts);
  };

  for (const place of document.querySelectorAll(".draws")) {
    const numbers = JSON.parse(place.dataset.draws);
    const svg = place.querySelector("figure svg");
    const [across, up] = place.querySelectorAll("select");
    for (const select of [across, up]) {
      select.parentElement.hidden = false;
      select.addEventListener("change", () => draw(svg, numbers, across.selectedIndex, up.selectedIndex));
    }
  }

  reveal();
})();
