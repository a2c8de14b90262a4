// A button beside each address and each citation that copies it, when it is there.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese ? ["复制", "已复制", "已选中，请按复制键"] : ["Copy", "Copied", "Selected: press copy"];

function addButton(text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = words[0];
  button.addEventListener("click", async () => {
    // browsers have no clipboard for pages over plain HTTP, and a reader may refuse it
    const isCopied = await navigator.clipboard?.writeText(text.textContent.trim()).then(() => true, () => false);
    if (!isCopied) getSelection().selectAllChildren(text);
    button.textContent = words[isCopied ? 1 : 2];
    setTimeout(() => { button.textContent = words[0]; }, 3000);
  });
  text.after(" ", button);
}

for (const text of document.querySelectorAll(".take code, .citation:not([data-part])")) addButton(text);
document.addEventListener("shown", (event) => { if (event.target.matches(".citation")) addButton(event.target); });
