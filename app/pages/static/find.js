// The search box: completion from /suggest as a combobox (WAI-ARIA 1.2), and the key "/" from anywhere.
const form = document.querySelector("form.find");
const input = form?.querySelector("input[type=search]");
let shown = [], answered = "", active = -1, asked = 0, timer;

const list = document.createElement("ul");
list.className = "choices";
list.id = "choices";
list.hidden = true;
list.setAttribute("role", "listbox");

// an input method has the keys to itself while it composes
const composes = (event) => event.isComposing || event.keyCode === 229;

function close() {
  list.hidden = true;
  active = -1;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function choose(index) {
  active = index;
  [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
  if (index >= 0) {
    input.setAttribute("aria-activedescendant", list.children[index].id);
    list.children[index].scrollIntoView({ block: "nearest" });
  }
}

const chinese = document.documentElement.lang.startsWith("zh");
const silent = new URLSearchParams(location.search).get("keys") === "off";
const base = form?.getAttribute("action").replace(/\/search$/, "");
const own = new Set(["entities", "indicators", "sources", "publishers", "documents"]);
const rows = /^\/(metrics|claims|entities|indicators|sources|publishers|documents)\?/;

// where it leads: to a page of its own, or to the rows that it chooses; none where no page shows these
function address(one) {
  let path;
  if (own.has(one.list)) path = `/${one.list}/${encodeURIComponent(one.id)}`;
  else if (one.list) path = `/metrics?${one.parameter}=${encodeURIComponent(one.id)}`;
  // all sentences of it, as its figures may not be curated yet
  else if (one.parameter === "section") path = `/claims?section=${encodeURIComponent(one.id)}`;
  else path = one.url.slice(one.url.indexOf("/api/v1") + "/api/v1".length);
  if (path.includes("?") && !rows.test(path)) return null;
  const kept = [...(chinese ? ["lang=zh"] : []), ...(silent ? ["keys=off"] : [])].join("&");
  return base + path + (kept && (path.includes("?") ? "&" : "?") + kept);
}

// what it is, by the filter that takes it
const kinds = chinese
  ? { entity: "实体", indicator: "指标", source: "来源", publisher: "发布者", document: "报告", topic: "主题", unit: "单位", section: "章节",
      status: "状态", kind: "陈述类型", entity_type: "实体类型", publisher_kind: "发布者类型", evidence: "依据", comparator: "比较",
      aggregation: "聚合方式", direction: "方向", language: "语言" }
  : { document: "report" };
const kindOf = (one) => kinds[one.parameter] ?? one.parameter.replaceAll("_", " ");

function show(found, typed) {
  shown = found;
  answered = typed;
  list.replaceChildren(...found.map((one, at) => {
    const item = document.createElement("li");
    item.id = `choice-${at}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const name = document.createElement("span");
    name.textContent = one.matched && one.matched !== one.label ? `${one.label} (${one.matched})` : one.label;
    const kind = document.createElement("span");
    kind.className = "muted";
    kind.textContent = kindOf(one);
    item.append(name, kind);
    item.addEventListener("mousedown", (event) => { event.preventDefault(); location.href = address(one); });
    return item;
  }));
  list.hidden = !found.length;
  active = -1;
  input.setAttribute("aria-expanded", String(found.length > 0));
}

async function ask() {
  const typed = input.value.trim(), number = ++asked;
  if (!typed) return close();
  const query = new URLSearchParams({ q: typed, limit: "8" });
  if (chinese) query.set("lang", "zh");
  const answer = await fetch(`${form.dataset.suggest}?${query}`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (number === asked && answer?.ok) show((await answer.json()).data.filter(address), typed);
}

if (input) {
  form.append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", "choices"], ["aria-expanded", "false"]])
    input.setAttribute(name, value);
  list.setAttribute("aria-label", input.placeholder);
  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, 120);
  });
  input.addEventListener("compositionend", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (composes(event)) return;
    if (event.key === "Escape") { close(); return; }
    // what is shown for an earlier text is not what is meant
    if (list.hidden || answered !== input.value.trim()) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose((active + step + shown.length + (active < 0 && step < 0 ? 1 : 0)) % shown.length);
      event.preventDefault();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.href = address(shown[active]);
    }
  });
  document.addEventListener("keydown", (event) => {
    const inField = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !inField && !silent && !event.ctrlKey && !event.metaKey && !event.altKey && !composes(event)) {
      event.preventDefault();
      input.focus();
    }
  });
}
