// The page of the API in the theme of all others.
const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => {
  const { theme } = root.dataset;
  root.classList.toggle("dark-mode", theme ? theme === "dark" : dark.matches);
};
follow();
dark.addEventListener("change", follow);
