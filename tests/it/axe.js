"use strict";
// Has axe-core look over a report, and tells the page around it what it found.
(async () => {
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, { runOnly: rules });
  const violations = found.violations.flatMap(({ id, help, nodes }) =>
    nodes.slice(0, 5).map((node) => `${id}: ${help}: ${node.target.join(" ")}`));
  parent.postMessage({ width: innerWidth, violations, passes: found.passes.length }, "*");
})();
