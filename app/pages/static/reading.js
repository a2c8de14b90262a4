// Opens the note of a sentence by a click in it or by a key, keeps it in the address, and goes back to the same marker.
const root = document.querySelector(".reading");
const told = document.querySelector("#told");
const silent = new URLSearchParams(location.search).get("keys") === "off";
let opened = null, cameFrom = null, current = null;

// there the note stands over the lower part of the window
const isNarrow = matchMedia("(max-width: 75rem)");
const sentences = () => [...root.querySelectorAll(".s[id]")];
const noteOf = (sentence) => document.getElementById(`note-${sentence.id}`);
const isLit = (sentence) => {
  const shown = document.querySelector("input[name=show]:checked")?.value ?? "all";
  const asked = shown === "all" ? (root.classList.contains("filtered") ? ":not(.off)" : ".cited, .conflict, .forecast") : `.${shown}`;
  return sentence.matches(asked);
};

function open(sentence, from) {
  const note = sentence && noteOf(sentence);
  if (!note) return;
  close(false);
  opened = sentence;
  cameFrom = from ?? sentence.querySelector("a");
  sentence.classList.add("open");
  note.classList.add("open");
  history.replaceState(null, "", `#note-${sentence.id}`);
  told.textContent = note.getAttribute("aria-label") + ": " + note.querySelector(".signs").textContent.trim();
  if (from) note.querySelector("a.close").focus({ preventScroll: true });
  if (isNarrow.matches && sentence.getBoundingClientRect().bottom > note.getBoundingClientRect().top) show(sentence);
}

function close(back = true) {
  for (const one of document.querySelectorAll(".note.open, .s.open")) one.classList.remove("open");
  if (!opened) return;
  history.replaceState(null, "", `#${opened.id}`);
  if (back) cameFrom?.focus({ preventScroll: true });
  current = opened;
  opened = null;
}

function go(sentence) {
  if (!sentence) return;
  current = sentence;
  for (const one of document.querySelectorAll(".s.open")) one.classList.remove("open");
  if (opened) open(sentence);
  sentence.classList.add("open");
  show(sentence);
}

function step(by, wanted) {
  const all = sentences().filter(wanted);
  const at = current ?? opened;
  if (!at) return go(by > 0 ? all[0] : all.at(-1));
  const places = all.filter((one) => (by > 0 ? at.compareDocumentPosition(one) & 4 : at.compareDocumentPosition(one) & 2) && one !== at);
  go(by > 0 ? places[0] : places.at(-1));
}

root.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (link?.matches(".m, .e")) {
    event.preventDefault();
    open(link.closest(".s"), link);
  } else if (link?.matches(".close")) {
    event.preventDefault();
    close();
  } else if (!link && getSelection().isCollapsed) {
    const sentence = event.target.closest(".s");
    if (sentence) (sentence === opened ? close() : open(sentence));
  }
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && opened) return close();
  if (silent || event.target.closest?.("input, textarea, select")) return;
  const keys = {
    j: () => step(1, () => true), k: () => step(-1, () => true), n: () => step(1, isLit), p: () => step(-1, isLit),
    Enter: () => { if (current && event.target === document.body) open(current, current.querySelector("a") ?? undefined); },
    c: () => copy(opened ?? current),
  };
  keys[event.key]?.();
});

// its words as they are read, without the signs and names of sources in it, and its address
function copy(sentence) {
  const words = sentence && noteOf(sentence)?.querySelector(".said").textContent.trim();
  if (words) navigator.clipboard?.writeText(`${words} ${location.href.split("#")[0]}#${sentence.id}`);
}

// sections that come into the window get their real height only then, and move what was scrolled to: until it rests
function show(place, turns = 30) {
  place.scrollIntoView({ block: isNarrow.matches ? "start" : "center", behavior: "instant" });
  const { top } = place.getBoundingClientRect();
  requestAnimationFrame(() => requestAnimationFrame(() => {
    if (turns && Math.abs(place.getBoundingClientRect().top - top) > 1) show(place, turns - 1);
  }));
}

// an address that names a note or a figure opens it at once
function arrive() {
  const id = decodeURIComponent(location.hash.slice(1));
  const place = document.getElementById(id);
  if (id.startsWith("note-")) {
    const sentence = document.getElementById(id.slice(5));
    if (sentence) show(sentence);
    open(sentence);
  } else if (place?.matches(".s, .f, .s *")) {
    show(place);
    open(place.closest(".s"));
    history.replaceState(null, "", `#${id}`);
  }
}
addEventListener("hashchange", arrive);
arrive();
// the browser goes to the place by itself while the page is loading, before the sections above it have their height
if (document.readyState !== "complete") addEventListener("load", () => opened && show(opened), { once: true });
// the same place in the other language
document.querySelector("a.lang")?.addEventListener("click", (event) => { event.currentTarget.hash = location.hash; });
