// Parts of a page that are fetched when a reader comes to them, or opens them, from the page that their own link leads to.
const near = new IntersectionObserver((entries) => {
  for (const one of entries) {
    if (one.isIntersecting) {
      near.unobserve(one.target);
      fill(one.target);
    }
  }
}, { rootMargin: "800px" });

async function fill(place) {
  const { part, take } = place.dataset;
  delete place.dataset.part;
  try {
    const answer = await fetch(part, { headers: { Accept: "text/html" } });
    if (!answer.ok) {
      // figures that cannot be drawn together have no chart; where something failed the link is left
      if ("optional" in place.dataset && answer.status < 500) place.remove();
      return;
    }
    const text = await answer.text();
    if (take) show(place, new DOMParser().parseFromString(text, "text/html").querySelectorAll(take));
    else place.textContent = text.trim();
  } catch { /* the link is left */ }
}

// What was fetched instead of the link to it; headings stay.
function show(place, found) {
  const least = Number(place.dataset.least ?? 0);
  const rows = [...found].reduce((sum, one) => sum + one.querySelectorAll("tbody tr, li").length, 0);
  if (rows < least) {
    place.remove();
    return;
  }
  const heading = place.classList.contains("later") ? [place.firstElementChild] : [];
  const links = heading.length ? [place.lastElementChild] : [];
  place.replaceChildren(...heading, ...found, ...links);
  watch(place);
  place.dispatchEvent(new CustomEvent("shown", { bubbles: true }));
}

export function watch(root) {
  for (const place of root.querySelectorAll("[data-part]")) {
    if (place.localName === "details" && !place.open) place.addEventListener("toggle", () => { if (place.dataset.part) fill(place); });
    else near.observe(place);
  }
}

watch(document);
