"use strict";
// Does on a report what a reader does, and tells the page around it what came of it.
(() => {
  const noted = { errors: [] };
  addEventListener("error", (event) => noted.errors.push(String(event.message)));
  addEventListener("securitypolicyviolation", (event) => noted.errors.push(event.violatedDirective));
  const data = JSON.parse(document.getElementById("data").textContent);
  const one = (query) => document.querySelector(query);
  const shown = () => [...document.querySelectorAll(".people tbody tr")].filter((row) => !row.hidden);
  const tell = (target, kind) => target.dispatchEvent(new Event(kind, { bubbles: true }));

  noted.width = innerWidth;
  noted.overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;

  const slider = one(".reader input");
  const place = 700;
  slider.value = data.curves[0].days + place;
  tell(slider, "input");
  noted.slid = one(".reader output").textContent.split(": ")[1];
  noted.said = data.curves[0].words[place];

  const svg = [...document.querySelectorAll(".chart svg")].find((svg) => svg.getBoundingClientRect().width > 0);
  svg.scrollIntoView({ block: "center" });
  const box = svg.getBoundingClientRect();
  svg.dispatchEvent(new PointerEvent("pointermove", {
    clientX: box.left + box.width / 2, clientY: box.top + box.height / 2, bubbles: true,
  }));
  noted.tip = one(".tip").hidden ? "" : one(".tip").textContent;
  svg.dispatchEvent(new PointerEvent("pointerleave"));

  const find = one(".tools input");
  find.value = "svk";
  tell(find, "input");
  noted.found = shown().map((row) => row.cells[0].textContent);
  find.value = "";
  tell(find, "input");
  const status = one(".tools select");
  status.value = "party";
  tell(status, "change");
  noted.parties = shown().slice(0, 3).map((row) => row.dataset.status);
  status.value = "";
  tell(status, "change");

  const buttons = [...document.querySelectorAll(".people")][0].querySelectorAll("thead button");
  buttons[0].click();
  noted.first = shown()[0].cells[0].textContent;
  buttons[2].click();
  const rows = [...one(".people tbody").rows];
  const values = rows.map((row) => row.cells[2].dataset.value).filter((value) => value !== "").map(Number);
  noted.sorted = values.length > 100 && values.every((value, at) => at === 0 || values[at - 1] >= value);

  const light = (colour) => {
    const parts = colour.match(/[\d.]+/g).slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const contrast = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const paper = getComputedStyle(one("main")).backgroundColor;
  const texts = ["h1", ".kicker", ".question", ".note", ".facts dt", "thead th", ".target th", "small", "a", ".tools output"];
  noted.contrast = Math.min(...texts.map((query) => contrast(getComputedStyle(one(query)).color, paper)));
  noted.ground = getComputedStyle(one(".chart svg rect")).fill;
  // The letters of the tile map stand on tiles.
  const words = [...document.querySelectorAll(".chart:not([data-figure$=world]) svg text")];
  noted.chart_contrast = Math.min(...words.map((text) => contrast(getComputedStyle(text).fill, noted.ground)));

  parent.postMessage(noted, "*");
})();
