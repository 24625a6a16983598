"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = (day) => {
    const date = new Date(day * 864e5);
    return `${date.getUTCDate()} ${data.months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  };

  // The last row of a curve that ends on the day or before; -1 where there is none.
  const rowOf = (curve, day) => {
    const last = curve.chances.length - 1;
    if (!Array.isArray(curve.days)) return Math.max(-1, Math.min(last, day - curve.days));
    let row = -1;
    while (row < last && curve.days[row + 1] <= day) row += 1;
    return row;
  };
  const chanceBy = (curve, day) => {
    const row = rowOf(curve, day);
    return row < 0 ? Number(curve.before) : curve.chances[row];
  };
  const wordsBy = (curve, day) => {
    const row = rowOf(curve, day);
    return row < 0 ? "not simulated" : curve.words[row];
  };

  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);
  const showTip = (x, y, lines) => {
    tip.replaceChildren(...lines.map((line, place) => {
      const part = document.createElement(place === 0 ? "b" : "span");
      part.textContent = line;
      return part;
    }));
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    const left = x + 14 + box.width > innerWidth ? x - 14 - box.width : x + 14;
    tip.style.left = `${Math.max(4, left)}px`;
    tip.style.top = `${Math.max(4, Math.min(y + 14, innerHeight - box.height - 4))}px`;
  };

  const element = (svg, name, kind) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    made.setAttribute("class", kind);
    svg.append(made);
    return made;
  };

  const crosses = {};
  for (const view of document.querySelectorAll(".chart > div")) {
    const svg = view.querySelector("svg");
    // The finding stays for those who hear the page, without the browser's own tooltip.
    const title = svg.querySelector("title");
    svg.setAttribute("aria-label", title.textContent);
    title.remove();
    const name = view.parentElement.dataset.figure;
    const figure = data.figures[name];
    if (!figure || !view.dataset.plot) continue;
    const [left, top, right, bottom, from, to] = JSON.parse(view.dataset.plot);
    const curves = (figure.curve || []).map((place) => data.curves[place]);
    const line = element(svg, "line", "cross");
    const spots = curves.map(() => element(svg, "circle", "spot"));
    const put = (day) => {
      const x = left + (right - left) * (day - from) / (to - from);
      const on = day >= from && day <= to;
      line.setAttribute("visibility", on ? "visible" : "hidden");
      for (const [name, value] of [["x1", x], ["x2", x], ["y1", top], ["y2", bottom]]) line.setAttribute(name, value);
      spots.forEach((spot, place) => {
        spot.setAttribute("visibility", on ? "visible" : "hidden");
        spot.setAttribute("cx", x);
        spot.setAttribute("cy", bottom - (bottom - top) * chanceBy(curves[place], day));
        spot.setAttribute("r", 3.5);
      });
    };
    const hide = () => {
      tip.hidden = true;
      line.setAttribute("visibility", "hidden");
      for (const spot of spots) spot.setAttribute("visibility", "hidden");
    };
    hide();
    (crosses[name] ||= []).push(put);
    const linesOn = (day) => {
      if (figure.rows) {
        const row = figure.rows.find(([begin, end]) => begin <= day && day <= end);
        return row ? [row[2]] : null;
      }
      const named = curves.length > 1;
      return [`In force by ${words(day)}`, ...curves.map((curve) =>
        (named ? `${curve.name}: ` : "") + wordsBy(curve, day))];
    };
    svg.addEventListener("pointermove", (event) => {
      const box = svg.getBoundingClientRect();
      const unit = svg.viewBox.baseVal.width / box.width;
      const x = (event.clientX - box.left) * unit;
      const y = (event.clientY - box.top) * unit;
      const lines = x >= left && x <= right && y >= top - 30 && y <= bottom
        ? linesOn(Math.round(from + (to - from) * (x - left) / (right - left))) : null;
      if (!lines) return hide();
      put(Math.round(from + (to - from) * (x - left) / (right - left)));
      showTip(event.clientX, event.clientY, lines);
    });
    svg.addEventListener("pointerleave", hide);
  }

  // A day in the address, such as #2028-06-30, sets the slider.
  const asked = Date.parse(`${location.hash.slice(1)}T00:00:00Z`) / 864e5;
  for (const reader of document.querySelectorAll(".reader")) {
    const curve = data.curves[Number(reader.dataset.curve)];
    const [slider, output] = [reader.querySelector("input"), reader.querySelector("output")];
    const daily = !Array.isArray(curve.days);
    slider.min = daily ? curve.days : curve.days[0];
    slider.max = daily ? curve.days + curve.chances.length - 1 : curve.days[curve.days.length - 1];
    slider.value = Number.isFinite(asked) ? asked : curve.start;
    const read = () => {
      const day = Number(slider.value);
      output.textContent = `In force by ${words(day)}: ${wordsBy(curve, day)}`;
      slider.setAttribute("aria-valuetext", output.textContent);
      crosses[`r${reader.dataset.curve}-chance`]?.forEach((put) => put(day));
    };
    slider.addEventListener("input", read);
    reader.hidden = false;
    if (Number.isFinite(asked)) read();
    else {
      read();
      crosses[`r${reader.dataset.curve}-chance`]?.forEach((put) => put(-1e9));
    }
  }

  for (const part of document.querySelectorAll(".people")) {
    const [find, status, count] = ["input", "select", ".tools output"].map((one) => part.querySelector(one));
    const rows = [...part.querySelectorAll("tbody tr")];
    const filter = () => {
      const wanted = find.value.trim().toLowerCase();
      let shown = 0;
      for (const row of rows) {
        const text = `${row.cells[0].textContent} ${row.dataset.find}`.toLowerCase();
        row.hidden = !text.includes(wanted) || (status.value !== "" && row.dataset.status !== status.value);
        shown += row.hidden ? 0 : 1;
      }
      count.textContent = `${shown} of ${rows.length}`;
    };
    find.addEventListener("input", filter);
    status.addEventListener("change", filter);
    part.querySelector(".tools").hidden = false;
    filter();

    const heads = [...part.querySelectorAll("thead th")];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const words = column < 2;
        const was = head.getAttribute("aria-sort");
        const up = was ? was === "descending" : words;
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const key = (row) => words ? row.cells[column].textContent : row.cells[column].dataset.value;
        const order = (one, other) => {
          const [a, b] = [key(one), key(other)];
          // What has no value comes last either way.
          if (a === "" || b === "") return (a === "") - (b === "");
          const number = words || a.includes("-", 1) ? NaN : Number(a) - Number(b);
          return (up ? 1 : -1) * (Number.isNaN(number) ? a.localeCompare(b, "en") : number);
        };
        const body = part.querySelector("tbody");
        body.append(...rows.sort(order));
      });
    });
  }
})();
