// A button below each chart that makes it live: names, periods and sources appear where the mouse is. Only then is Vega loaded.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese ? ["交互图表", "正在加载……", "无法加载"] : ["Make it live", "Loading …", "It cannot be loaded"];
// the colours of a specification, and the page's own, which follow light and dark
const colours = {
  "#1b1d1f": "--fg", "#565d64": "--muted", "#d5dade": "--line", "#ffffff": "--bg",
  "#0b57a4": "--c1", "#9a3412": "--c2", "#0a6b4d": "--c3", "#5a3fa0": "--c4", "#8a1c5b": "--c5", "#4a5560": "--c6",
};

async function makeLive(place) {
  const answer = await fetch(place.dataset.spec);
  if (!answer.ok) throw new Error(answer.status);
  await import("./vega-embed.js");
  const style = getComputedStyle(document.documentElement);
  const text = (await answer.text()).replace(/#[0-9a-f]{6}/g, (one) => (colours[one] ? style.getPropertyValue(colours[one]).trim() : one));
  const drawn = document.createElement("div");
  // neither code from text nor styles within the page: its policy allows none
  await vegaEmbed(drawn, JSON.parse(text), {
    ast: true, actions: false, defaultStyle: false, renderer: "svg", tooltip: { disableDefaultStyle: true },
  });
  drawn.setAttribute("aria-hidden", "true");
  place.replaceChildren(drawn);
}

export function improve(root) {
  for (const place of root.querySelectorAll(".live[data-spec]")) addButton(place);
}

function addButton(place) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = words[0];
  button.addEventListener("click", async () => {
    button.disabled = true;
    button.textContent = words[1];
    try {
      await makeLive(place);
      button.remove();
    } catch {
      button.disabled = false;
      button.textContent = words[2];
    }
  });
  place.after(button);
}
