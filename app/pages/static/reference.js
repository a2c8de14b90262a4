// The reference: a search box that leaves what matches, and examples whose answers appear below them.
const box = document.querySelector(".reference .filter");
const input = box.querySelector("input");
const all = [...document.querySelectorAll(".operation")];
const texts = all.map((one) => one.textContent.toLowerCase());
box.hidden = false;

function filter() {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  all.forEach((one, index) => {
    one.hidden = !words.every((word) => texts[index].includes(word));
    found += one.hidden ? 0 : 1;
  });
  for (const group of document.querySelectorAll(".group")) group.hidden = !group.querySelector(".operation:not([hidden])");
  document.querySelector(".nothing").hidden = found > 0;
  if (words.length && found === 1) all.find((one) => !one.hidden).open = true;
}
input.addEventListener("input", (event) => { if (!event.isComposing) filter(); });
input.addEventListener("compositionend", filter);

function opened() {
  const one = document.getElementById(location.hash.slice(1));
  if (one?.matches(".operation")) one.open = true;
}
addEventListener("hashchange", opened);
opened();

document.addEventListener("click", async (event) => {
  const link = event.target.closest(".run");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.href.includes("format=svg")) return;
  event.preventDefault();
  const shown = link.closest(".operation").querySelector(".answer");
  shown.hidden = false;
  shown.textContent = "…";
  try {
    const answer = await fetch(link.href);
    const text = await answer.text();
    const type = answer.headers.get("content-type") ?? "";
    const pretty = type.includes("json") && !type.includes("ndjson") ? JSON.stringify(JSON.parse(text), null, 2) : text;
    shown.textContent = `${answer.status} ${type}\n\n${pretty.length > 20000 ? `${pretty.slice(0, 20000)}\n…` : pretty}`;
  } catch (error) {
    shown.textContent = String(error);
  }
});
