// Tells the page around the frame how high it is, whenever that changes.
new ResizeObserver(() => {
  parent.postMessage({ type: "factbase:height", height: Math.ceil(document.body.getBoundingClientRect().height) }, "*");
}).observe(document.body);
