// Parts of a page that are fetched from the page that their own link leads to: when a reader comes to them, or opens them, and
// what nobody has come to one after the other when all else is done, so that the browser's search finds it and it is printed.
const near = new IntersectionObserver((entries) => {
  for (const one of entries) {
    if (one.isIntersecting) {
      near.unobserve(one.target);
      fill(one.target);
    }
  }
}, { rootMargin: "800px" });

const begun = new WeakSet();

async function fill(place) {
  if (begun.has(place)) return;
  begun.add(place);
  const { part, take } = place.dataset;
  try {
    const answer = await fetch(part, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.status);
    const text = await answer.text();
    if (take) show(place, new DOMParser().parseFromString(text, "text/html").querySelectorAll(take));
    else {
      place.textContent = text.trim();
      tell(place);
    }
  } catch {
    // the link is left, and no room for more
    delete place.dataset.part;
  }
}

// What was fetched instead of the link to it; a heading stays, and below rows the link to all of them.
function show(place, found) {
  const least = Number(place.dataset.least ?? 0);
  const rows = [...found].reduce((sum, one) => sum + one.querySelectorAll("tbody tr, li").length, 0);
  // figures that cannot be drawn together have no chart, and some subjects nothing beside them
  if (!found.length || rows < least) {
    place.remove();
    return;
  }
  const heading = place.querySelectorAll(":scope > :is(summary, h2, h3)");
  const link = place.classList.contains("later") ? [place.lastElementChild] : [];
  place.replaceChildren(...heading, ...found, ...link);
  watch(place);
  tell(place);
}

// Scripts that improve what is shown find it without `data-part`, or are told.
function tell(place) {
  delete place.dataset.part;
  place.dispatchEvent(new CustomEvent("shown", { bubbles: true }));
}

export function watch(root) {
  for (const place of root.querySelectorAll("[data-part]")) {
    if (place.localName === "details" && !place.open) place.addEventListener("toggle", () => fill(place));
    else near.observe(place);
  }
}

// closed ones are opened first, by a reader who wants them
const isClosed = (place) => Boolean(place.closest("details:not([open])"));
const atRest = () => new Promise((go) => (window.requestIdleCallback ? requestIdleCallback(go, { timeout: 3000 }) : setTimeout(go, 300)));

async function fillAll() {
  for (;;) {
    await atRest();
    const next = [...document.querySelectorAll("[data-part]")].find((place) => !begun.has(place) && !isClosed(place));
    if (!next) return;
    near.unobserve(next);
    await fill(next);
  }
}

watch(document);
if (!navigator.connection?.saveData) {
  if (document.readyState === "complete") fillAll();
  else addEventListener("load", fillAll, { once: true });
}
