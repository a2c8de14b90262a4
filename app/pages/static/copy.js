// A button beside each address and each citation that copies it, when it is there.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese ? ["复制", "已复制"] : ["Copy", "Copied"];

function addButton(text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = words[0];
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent.trim());
    button.textContent = words[1];
    setTimeout(() => { button.textContent = words[0]; }, 1500);
  });
  text.after(" ", button);
}

for (const text of document.querySelectorAll(".take code, .citation:not([data-part])")) addButton(text);
document.addEventListener("shown", (event) => { if (event.target.matches(".citation")) addButton(event.target); });
