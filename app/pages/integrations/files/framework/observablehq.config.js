// Nothing is loaded from another host: Plot comes from node_modules, and the style asks for no fonts.
export default {
  title: "Figures and what they rest on",
  root: "src",
  globalStylesheets: [],
  search: false,
  sidebar: false,
  pager: false
};
