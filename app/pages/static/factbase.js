// What improves pages that work without it. Each part is loaded only where there is something for it to do.
import "./find.js";
if (document.querySelector(".take, .citation")) import("./copy.js");
if (document.querySelector(".reading")) import("./reading.js");
if (document.querySelector(".reference")) import("./reference.js");
if (document.querySelector("[data-part]")) import("./parts.js");
const live = (root) => { if (root.querySelector(".live[data-spec]")) import("./live.js").then((module) => module.improve(root)); };
live(document);
document.addEventListener("shown", (event) => live(event.target));
