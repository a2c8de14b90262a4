// A button beside each address and each citation that copies it.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese ? ["复制", "已复制"] : ["Copy", "Copied"];
for (const text of document.querySelectorAll(".take code, .citation")) {
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
